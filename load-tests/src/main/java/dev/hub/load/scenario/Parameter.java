package dev.hub.load.scenario;

import dev.hub.load.dialect.Stamps;

/** Rules of parameters; the texts name the option. */
final class Parameter {
    private static final int LARGEST_PAYLOAD = 60_000;

    private Parameter() {}

    /** Fails with IllegalArgumentException when the value is not between the two, both included. */
    static void between(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("%s must be %d to %d, got %d".formatted(option, least, most, value));
        }
    }

    /** A payload has room for a time stamp and fits a frame. */
    static void payload(int bytes) {
        between("--payload", bytes, Stamps.SMALLEST_PAYLOAD, LARGEST_PAYLOAD);
    }
}
