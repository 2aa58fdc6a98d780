package dev.hub.verticles.presence;

import dev.hub.core.bus.HubBus;
import dev.hub.core.channel.CurrentNamespaces;
import dev.hub.core.valkey.ValkeyAccess;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What the presence of an instance needs.
 *
 * @param access to where groups live
 * @param bus on which commands come
 * @param namespaces the rules of channels, as they hold at each moment
 * @param users the rules of users
 * @param registry where is counted
 */
public record PresenceResources(
        ValkeyAccess access, HubBus bus, CurrentNamespaces namespaces, UserRules users, MeterRegistry registry) {}
