package dev.hub.verticles.ratelimit;

import dev.hub.core.ratelimit.Standing;
import java.time.Duration;

/**
 * What rules do while Valkey does not answer. Those that count alone then have limiters of their own in memory, with this
 * instance's share of the limit.
 */
final class Without {
    /** When who is refused may try again. */
    static final Duration RETRY = Duration.ofSeconds(1);

    private final LocalTier local;
    private final FleetSize fleet;
    private final LimitTimes times;

    Without(LocalTier local, FleetSize fleet, LimitTimes times) {
        this.local = local;
        this.fleet = fleet;
        this.times = times;
    }

    /** The limiter in memory that stands in for the one in Valkey. */
    static LimiterKey key(Charge charge) {
        return new LimiterKey("~" + charge.key().state(), charge.key().subject());
    }

    /** How somebody would stand; nothing is taken. */
    Standing look(Charge charge) {
        return switch (charge.arm().onFailure()) {
            case OPEN, CLOSED -> fixed(charge);
            case LOCAL -> local.look(inMemory(charge), charge.arm().share(fleet.instances()), times.micros());
        };
    }

    /** Takes it, as far as it is counted at all. */
    LocalTier.Took take(Charge charge) {
        return switch (charge.arm().onFailure()) {
            case OPEN, CLOSED -> new LocalTier.Took(fixed(charge), 0);
            case LOCAL -> local.take(inMemory(charge), charge.arm().share(fleet.instances()), times.micros());
        };
    }

    private static Charge inMemory(Charge charge) {
        return new Charge(charge.arm(), key(charge), charge.cost());
    }

    private static Standing fixed(Charge charge) {
        long limit = charge.arm().rate().limit();
        return switch (charge.arm().onFailure()) {
            case OPEN, LOCAL -> new Standing(charge.rule(), true, limit, limit, 0, 0);
            case CLOSED -> new Standing(charge.rule(), false, limit, 0, RETRY.toMillis(), RETRY.toMillis());
        };
    }
}
