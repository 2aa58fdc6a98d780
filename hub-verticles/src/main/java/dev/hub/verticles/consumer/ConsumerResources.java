package dev.hub.verticles.consumer;

import dev.hub.core.bus.HubBus;
import dev.hub.core.channel.CurrentNamespaces;
import dev.hub.core.valkey.ValkeyAccess;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What the durable consumers of an instance need.
 *
 * @param access to where consumers live
 * @param bus on which commands come and deliveries go
 * @param namespaces the rules of channels, as they hold at each moment
 * @param registry where is counted
 */
public record ConsumerResources(
        ValkeyAccess access, HubBus bus, CurrentNamespaces namespaces, MeterRegistry registry) {}
