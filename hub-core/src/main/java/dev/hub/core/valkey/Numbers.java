package dev.hub.core.valkey;

import io.vertx.redis.client.Response;

/** Whole numbers in what scripts answer, whether they came as numbers or, where they are large, as text. */
public final class Numbers {
    private Numbers() {}

    /**
     * The number.
     *
     * @throws NumberFormatException when it is none
     */
    public static long of(Response reply) {
        Long number = reply.toLong();
        if (number == null) {
            throw new NumberFormatException("a script answered with something that is no number");
        }
        return number;
    }

    /** The number at {@code index} of an answer with several parts. */
    public static long at(Response reply, int index) {
        return of(reply.get(index));
    }

    /** The same for a small one. */
    public static int smallAt(Response reply, int index) {
        return Math.toIntExact(at(reply, index));
    }
}
