package dev.hub.verticles.loss;

/**
 * One round of a long loss test.
 *
 * @param scenario that was played
 * @param seed of its choices
 * @param outcome what came out
 */
record Round(Scenario scenario, long seed, Outcome outcome) {
    /** Where it was, for people. */
    String place() {
        return scenario.topology() + " on " + scenario.engine() + ", " + scenario.hubs() + " hubs";
    }
}
