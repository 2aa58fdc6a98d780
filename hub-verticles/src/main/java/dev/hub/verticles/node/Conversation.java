package dev.hub.verticles.node;

import dev.hub.core.node.CallId;
import dev.hub.core.node.ControlChannel;
import dev.hub.core.node.NodeMessage;
import dev.hub.core.node.NodeMessage.Answer;
import dev.hub.core.node.NodeMessage.Order;
import dev.hub.core.node.NodeMessage.Question;
import dev.hub.core.node.NodeMessage.Result;
import dev.hub.core.node.NodeMessage.Unknown;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Acts on what is heard, and answers whoever waits for it. Belongs to one event loop. */
final class Conversation {
    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);
    private static final int REMEMBERED = 1024;

    private final ControlChannel channel;
    private final String self;
    private final NodeCalls calls;
    private final LocalOrders local;
    private final Map<CallId, Boolean> recent = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<CallId, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    Conversation(ControlChannel channel, String self, NodeCalls calls, LocalOrders local) {
        this.channel = channel;
        this.self = self;
        this.calls = calls;
        this.local = local;
    }

    /** Around the loss of a link a message can come twice; the second one is dropped. */
    void heard(NodeMessage message) {
        switch (message) {
            case Order order -> obey(order);
            case Question question -> {
                if (isNew(question.call())) {
                    answer(question.call(), local.answer(question.question()).map(Result.Told::new));
                }
            }
            case Answer answer -> calls.answered(answer);
            case Unknown unknown -> {
                LOG.warn("Not understood, what another instance asks for: {}", unknown.what());
                String text = "does not understand it: " + unknown.what();
                answer(unknown.call(), Future.failedFuture(HubException.of(ErrorCode.NOT_AVAILABLE, text)));
            }
        }
    }

    private void obey(Order order) {
        CallId call = order.call();
        if (call == null) {
            local.execute(order.control())
                    .onFailure(cause -> LOG.warn("What all instances were told could not be done", cause));
        } else if (isNew(call)) {
            answer(call, local.execute(order.control()).map(Result.Done::new));
        }
    }

    private boolean isNew(CallId call) {
        return recent.put(call, true) == null;
    }

    private void answer(CallId call, Future<? extends Result> result) {
        result.<Result>map(done -> done)
                .otherwise(cause -> {
                    HubException refusal = HubException.from(cause);
                    return new Result.Failed(refusal.code(), refusal.text());
                })
                .compose(said -> channel.answer(new Answer(call, self, said)))
                .onFailure(away -> LOG.debug("An answer was not taken: {}", away.getMessage()));
    }
}
