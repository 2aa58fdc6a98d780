package dev.hub.core.bus;

import dev.hub.core.channel.Namespace;
import dev.hub.core.decision.CallbackRoutes;
import dev.hub.core.decision.Topic;
import java.util.Optional;

/**
 * Tells who in the application decides what clients may do; empty where the hub's own rules count. Costs no message, and
 * next to nothing where nobody is asked. Safe to use from any thread.
 */
public final class Authorities {
    private final HubBus bus;
    private final CallbackRoutes routes;

    /** Those that are configured, and the verticles that registered at {@code bus}. */
    public Authorities(HubBus bus, CallbackRoutes routes) {
        this.bus = bus;
        this.routes = routes;
    }

    /** Over connections; {@code withToken}: of clients whose token was found good. */
    public Optional<Authority> overConnections(boolean withToken) {
        return withToken && !routes.connectWithToken() ? Optional.empty() : find(Topic.CONNECT, "", routes.connect());
    }

    /** Over connections that run out. */
    public Optional<Authority> overRefreshes() {
        return find(Topic.REFRESH, "", routes.refresh());
    }

    /** Over subscriptions without a token to channels of {@code namespace}. */
    public Optional<Authority> overSubscriptions(Namespace namespace) {
        return find(Topic.SUBSCRIBE, namespace.name(), namespace.callbacks().subscribeCallback());
    }

    /** Over subscriptions to channels of {@code namespace} that run out. */
    public Optional<Authority> overSubRefreshes(Namespace namespace) {
        return find(Topic.SUB_REFRESH, namespace.name(), namespace.callbacks().subRefreshCallback());
    }

    /** Over publications of clients to channels of {@code namespace}. */
    public Optional<Authority> overPublications(Namespace namespace) {
        return find(Topic.PUBLISH, namespace.name(), namespace.callbacks().publishCallback());
    }

    /** Over calls that no verticle answers. */
    public Optional<Authority> overCalls() {
        return find(Topic.RPC, "", routes.rpc());
    }

    private Optional<Authority> find(Topic topic, String namespace, String callback) {
        Optional<String> hook = bus.hooks().find(topic, namespace);
        return hook.isEmpty() && callback.isEmpty()
                ? Optional.empty()
                : Optional.of(new Authority(bus, hook.orElse(""), callback));
    }
}
