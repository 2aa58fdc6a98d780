package dev.hub.examples;

import dev.hub.core.bus.HubClient;
import dev.hub.core.bus.HubLimits;
import dev.hub.core.bus.RpcRequest;
import dev.hub.core.channel.Payload;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.ratelimit.Descriptors;
import dev.hub.core.ratelimit.budget.Reserved;
import dev.hub.core.ratelimit.budget.Usage;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** Answers prompts by a language model, on the budget of the user who asks: reserves, reads the stream, settles. */
public final class AskVerticle extends VerticleBase {
    private static final int TOKENS_BETWEEN_REPORTS = 10;

    private final LanguageModel model;

    /** One that is not deployed yet. */
    public AskVerticle(LanguageModel model) {
        this.model = model;
    }

    /** Writes answers, piece by piece. */
    public interface LanguageModel {
        /** Begins to answer. */
        Answer open(String prompt);

        /** An answer on its way. */
        interface Answer {
            /** Waits for the next piece; false at the end. */
            Future<Boolean> next();

            /** What it is so far. */
            String text();

            /** What it used so far. */
            Usage usage();
        }
    }

    @Override
    public Future<?> start() {
        HubClient hub = HubClient.of(vertx);
        return hub.onRpc("ask", request -> ask(hub.limits(), request));
    }

    private Future<Payload> ask(HubLimits limits, RpcRequest request) {
        String prompt = new JsonObject(request.data().toJson()).getString("prompt");
        Map<String, String> call = Map.of("operation", "llm", "user", request.user(), "model", "small");
        return limits.reserve(Descriptors.of(call), Usage.NONE)
                .compose(reserved -> reserved.decision().isAllowed()
                        ? answer(limits, reserved.decision().lease(), prompt)
                        : Future.failedFuture(refusal(reserved)));
    }

    private Future<Payload> answer(HubLimits limits, String reservation, String prompt) {
        LanguageModel.Answer answer = model.open(prompt);
        return read(limits, reservation, answer)
                .eventually(() -> limits.settle(reservation, answer.usage()))
                .map(done -> Payload.ofJson(
                        new JsonObject().put("text", answer.text()).encode()));
    }

    /** To the end, or until the budget is gone. */
    private static Future<Void> read(HubLimits limits, String reservation, LanguageModel.Answer answer) {
        return answer.next().compose(isMore -> {
            if (!isMore) {
                return Future.succeededFuture();
            }
            if (answer.usage().outputTokens() % TOKENS_BETWEEN_REPORTS != 0) {
                return read(limits, reservation, answer);
            }
            return limits.report(reservation, answer.usage())
                    .compose(told ->
                            told.decision().isAllowed() ? read(limits, reservation, answer) : Future.succeededFuture());
        });
    }

    private static HubException refusal(Reserved reserved) {
        return HubException.of(
                ErrorCode.TOO_MANY_REQUESTS,
                "too many requests: " + reserved.decision().governing().orElseThrow());
    }
}
