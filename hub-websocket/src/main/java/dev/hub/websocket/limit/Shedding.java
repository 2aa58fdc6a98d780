package dev.hub.websocket.limit;

import dev.hub.core.capacity.Capacity;
import dev.hub.core.protocol.HubException;
import dev.hub.core.ratelimit.CurrentLimits;
import dev.hub.core.ratelimit.Known;
import dev.hub.core.ratelimit.LimitRefusal;
import dev.hub.core.ratelimit.LimitRule.Conduct;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Refuses what an instance cannot do at the moment, the lowest priority first. For one event loop. */
public final class Shedding {
    private static final int LEAST_WAIT_MS = 500;
    private static final int MOST_WAIT_MS = 2000;

    private final Capacity capacity;
    private final CurrentLimits limits;
    private final RandomGenerator random;

    /** By {@code capacity}; the rules say what is how important. */
    public Shedding(Capacity capacity, CurrentLimits limits, RandomGenerator random) {
        this.capacity = capacity;
        this.limits = limits;
        this.random = random;
    }

    /** There is something to refuse; mostly there is not. */
    public boolean isActive() {
        return !capacity.isFull();
    }

    /** Why that is not done now; empty if it is. */
    public Optional<HubException> refusal(Known known) {
        int priority = limits.rules().priority(known, Conduct.DEFAULT_PRIORITY);
        return capacity.admits(priority, random.nextDouble())
                ? Optional.empty()
                : Optional.of(LimitRefusal.ofCapacity(random.nextInt(LEAST_WAIT_MS, MOST_WAIT_MS)));
    }
}
