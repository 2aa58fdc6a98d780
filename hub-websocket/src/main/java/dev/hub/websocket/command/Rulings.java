package dev.hub.websocket.command;

import dev.hub.core.decision.Decision;
import dev.hub.core.decision.Grant;
import dev.hub.websocket.connection.Outcome;
import io.vertx.core.Future;
import java.util.function.Function;
import java.util.function.Supplier;

/** What the decisions of the application mean for the commands that they are about. */
final class Rulings {
    private Rulings() {}

    /**
     * What becomes of a command.
     *
     * @param granted when the application grants it
     * @param ownRules when the application leaves it to the hub
     */
    static <G extends Grant> Future<Outcome> apply(
            Decision<G> decision, Function<G, Future<Outcome>> granted, Supplier<Future<Outcome>> ownRules) {
        return switch (decision) {
            case Decision.Granted<G> yes -> granted.apply(yes.grant());
            case Decision.Refused<G> no -> Future.failedFuture(no.toException());
            case Decision.Dismissed<G> out -> Future.succeededFuture(new Outcome.Dismissal(out.code(), out.reason()));
            case Decision.Abstained<G> abstained -> ownRules.get();
        };
    }
}
