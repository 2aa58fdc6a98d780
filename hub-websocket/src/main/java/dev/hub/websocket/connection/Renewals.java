package dev.hub.websocket.connection;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.random.RandomGenerator;

/**
 * What of one connection the application is asked about when it runs out: the session, or subscriptions. Exists only where
 * there is something to ask. When the application does not say, it is asked again, more and more seldom, until the time that
 * a refresh may take is over. Belongs to the connection's event loop.
 */
final class Renewals {
    private static final int FIRST_PAUSE = TimerWheel.ticks(1000);
    private static final int LONGEST_PAUSE = TimerWheel.ticks(16_000);

    private final IdentityHashMap<Object, Renewal> all = new IdentityHashMap<>(2);

    private static final class Renewal {
        private final long expireAt;
        private int next;
        private int pause = FIRST_PAUSE;
        private boolean isAsked;

        private Renewal(long expireAt, int next) {
            this.expireAt = expireAt;
            this.next = next;
        }
    }

    /**
     * {@code what} runs out.
     *
     * @param expireAt in seconds since 1970
     * @param at the tick at which it does, unless the clock is set meanwhile
     */
    void expect(Object what, long expireAt, int at) {
        all.keySet().removeIf(each -> each instanceof Subscription subscription && subscription.hasLeft());
        all.put(what, new Renewal(expireAt, at));
    }

    /** {@code what} is not asked about. */
    void forget(Object what) {
        all.remove(what);
    }

    /** When the next one is to be asked about. */
    int next() {
        int next = Integer.MAX_VALUE;
        for (Renewal each : all.values()) {
            next = Math.min(next, each.next);
        }
        return next;
    }

    /** What is to be asked about now, the first time when it is past its time by the clock as well; not due any more until {@link #failed}. */
    List<Object> takeDue(int now, LongPredicate isPast) {
        List<Object> due = new ArrayList<>();
        all.forEach((what, renewal) -> {
            if (renewal.next <= now || (!renewal.isAsked && isPast.test(renewal.expireAt))) {
                renewal.next = Integer.MAX_VALUE;
                renewal.isAsked = true;
                due.add(what);
            }
        });
        return due;
    }

    /** The application did not say. */
    void failed(Object what, int now, RandomGenerator random) {
        Renewal renewal = all.get(what);
        if (renewal != null) {
            renewal.next = now + renewal.pause / 2 + random.nextInt(renewal.pause);
            renewal.pause = Math.min(2 * renewal.pause, LONGEST_PAUSE);
        }
    }
}
