package dev.hub.core.bus;

import dev.hub.core.channel.CallbackRules;
import dev.hub.core.decision.Decision;
import dev.hub.core.decision.Grant;
import dev.hub.core.decision.Question;
import io.vertx.core.Future;

/**
 * Who in the application decides something: a verticle that registered, and behind it a callback.
 *
 * @param hook where the verticle listens; empty when none registered
 * @param callback the name of one, {@link CallbackRules#VERTICLE}, or empty for none
 */
public record Authority(HubBus bus, String hook, String callback) {
    /**
     * Asks. {@link Decision.Abstained} means that the hub's own rules count. Fails with what the client is to be told when
     * there is no answer, or none that makes sense: nothing is allowed then.
     */
    public <G extends Grant> Future<Decision<G>> ask(Question<G> question) {
        if (hook.isEmpty()) {
            return askCallback(question);
        }
        return bus.decide(hook, question)
                .compose(decision -> decision instanceof Decision.Abstained<G>
                        ? askCallback(question)
                        : Future.succeededFuture(decision));
    }

    private <G extends Grant> Future<Decision<G>> askCallback(Question<G> question) {
        if (callback.isEmpty()) {
            return Future.succeededFuture(Decision.abstain());
        }
        if (!callback.equals(CallbackRules.VERTICLE)) {
            return bus.decide(Addresses.DECISIONS, new CallbackQuestion(callback, question), question);
        }
        return hook.isEmpty() ? bus.decideInJson(question) : Future.succeededFuture(Decision.abstain());
    }
}
