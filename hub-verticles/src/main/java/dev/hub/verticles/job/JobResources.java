package dev.hub.verticles.job;

import dev.hub.core.bus.HubBus;
import dev.hub.core.valkey.ValkeyAccess;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/**
 * What the jobs of an instance need.
 *
 * @param uid of the instance
 * @param access to where queues live
 * @param bus on which commands come and jobs go
 * @param registry where is counted
 * @param vertxes makes a Vertx of one event loop on which no code of a user's runs
 */
public record JobResources(
        String uid, ValkeyAccess access, HubBus bus, MeterRegistry registry, Supplier<Vertx> vertxes) {}
