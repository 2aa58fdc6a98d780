package dev.hub.verticles.node;

import dev.hub.core.bus.ConnectionControl.Affected;
import dev.hub.core.bus.InstanceControl;
import dev.hub.core.bus.InstanceQuestion;
import dev.hub.core.bus.NodeCommand.Answers;
import dev.hub.core.bus.NodeCommand.NodeAnswer;
import dev.hub.core.bus.NodeCommand.NodeInfo;
import dev.hub.core.node.CallId;
import dev.hub.core.node.ControlChannel;
import dev.hub.core.node.NodeMessage.Answer;
import dev.hub.core.node.NodeMessage.Result;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Orders and questions of this instance to others that are answered by each of them. Who lives and does not answer is named
 * in the failure, and the order may be given again. Belongs to one event loop.
 */
final class NodeCalls {
    /** How long each living instance has for its answer. */
    static final long PATIENCE_MILLIS = 2000;

    private final Vertx vertx;
    private final ControlChannel channel;
    private final String self;
    private final Supplier<Future<List<NodeInfo>>> living;
    private final Map<Long, OpenCall> open = new HashMap<>();
    private long number;

    /**
     * Calls of one instance.
     *
     * @param self its uid
     * @param living asks which instances live at that moment
     */
    NodeCalls(Vertx vertx, ControlChannel channel, String self, Supplier<Future<List<NodeInfo>>> living) {
        this.vertx = vertx;
        this.channel = channel;
        this.self = self;
        this.living = living;
    }

    /** Has every living instance do something; the sum of what they did it to. */
    Future<Affected> order(InstanceControl control) {
        return living.get()
                .compose(nodes -> call(nodes, call -> channel.tell(control, call)))
                .map(answers -> {
                    Affected sum = Affected.NONE;
                    for (Result each : answers.values()) {
                        sum = sum.plus(((Result.Done) each).affected());
                    }
                    return sum;
                });
    }

    /** Asks each of {@code nodes}; the answers come in their order. */
    Future<Answers> ask(Collection<NodeInfo> nodes, InstanceQuestion question) {
        Function<CallId, Future<?>> send = call -> Future.join(nodes.stream()
                .map(node -> channel.ask(node.uid(), question, call))
                .toList());
        return call(nodes, send).map(answers -> {
            List<NodeAnswer> all = new ArrayList<>();
            for (NodeInfo each : nodes) {
                if (answers.get(each.uid()) instanceof Result.Told told) {
                    all.add(new NodeAnswer(each, told.answer()));
                }
            }
            return new Answers(all);
        });
    }

    private Future<Map<String, Result>> call(Collection<NodeInfo> nodes, Function<CallId, Future<?>> send) {
        CallId id = new CallId(self, ++number);
        OpenCall call = new OpenCall(nodes);
        open.put(id.number(), call);
        long timer = vertx.setTimer(PATIENCE_MILLIS, late -> giveUp(call));
        send.apply(id).onFailure(call::fail);
        return call.done().onComplete(done -> {
            vertx.cancelTimer(timer);
            open.remove(id.number());
        });
    }

    /** Whoever left meanwhile owes no answer. */
    private void giveUp(OpenCall call) {
        living.get().onSuccess(call::excuseAllBut).onFailure(call::fail).onComplete(known -> call.giveUp());
    }

    /** Takes an answer; one that comes too late is dropped. */
    void answered(Answer answer) {
        OpenCall call =
                answer.call().from().equals(self) ? open.get(answer.call().number()) : null;
        if (call != null) {
            call.answered(answer.uid(), answer.result());
        }
    }

    /** Nothing more can arrive: what is open fails now. */
    void close() {
        List.copyOf(open.values()).forEach(call -> call.fail(HubException.of(ErrorCode.INTERNAL)));
    }
}
