package dev.hub.verticles.loss.client;

import dev.hub.verticles.loss.judge.Delays;
import dev.hub.verticles.loss.judge.Figures;
import dev.hub.verticles.loss.judge.Ledger;
import dev.hub.verticles.loss.judge.Violation;
import dev.hub.verticles.loss.judge.Violations;

/**
 * What all actors of one run write to. Belongs to the context of the run.
 *
 * @param ledger of the channels
 * @param figures of the run
 * @param delays of the run
 */
public record Bench(Ledger ledger, Figures figures, Delays delays) {
    /** The clock of the run. */
    long now() {
        return System.nanoTime();
    }

    Violations violations() {
        return ledger.violations();
    }

    /** The hub did what it must not do to an actor. */
    void refused(String actor, String what) {
        violations().add(new Violation.Other(Violation.Kind.REFUSED, actor, what));
    }
}
