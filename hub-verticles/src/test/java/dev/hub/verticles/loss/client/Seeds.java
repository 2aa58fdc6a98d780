package dev.hub.verticles.loss.client;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Randomness that one number fixes: each actor draws from a source of its own, whatever the others do meanwhile. */
public final class Seeds {
    private Seeds() {}

    /** The source of one actor. */
    public static RandomGenerator of(long seed, String actor) {
        return new SplittableRandom(new SplittableRandom(seed).nextLong() ^ ((long) actor.hashCode() << 20));
    }
}
