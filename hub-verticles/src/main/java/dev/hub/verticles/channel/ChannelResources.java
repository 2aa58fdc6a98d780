package dev.hub.verticles.channel;

import dev.hub.core.bus.HubBus;
import dev.hub.core.channel.CurrentNamespaces;
import dev.hub.core.valkey.ValkeyAccess;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;

/**
 * What the channels of an instance need.
 *
 * @param access to where channels live
 * @param bus on which commands come and events go
 * @param namespaces the rules of channels, as they hold at each moment
 * @param clock by which publications are dated
 * @param registry where is counted
 */
public record ChannelResources(
        ValkeyAccess access, HubBus bus, CurrentNamespaces namespaces, InstantSource clock, MeterRegistry registry) {}
