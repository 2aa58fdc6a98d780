package dev.hub.verticles.ratelimit;

import dev.hub.core.bus.HubBus;
import dev.hub.core.ratelimit.CurrentLimits;
import dev.hub.core.valkey.ValkeyAccess;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;

/**
 * What the RateLimitVerticle works with.
 *
 * @param limits the rules that hold
 * @param clock by which windows in memory begin and end
 */
public record LimitResources(
        ValkeyAccess access, HubBus bus, CurrentLimits limits, MeterRegistry meters, InstantSource clock) {}
