package dev.hub.core.valkey;

import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** The ways to all primaries for what is acknowledged once replicas have it. Confined to one event loop. */
final class DurableLinks implements Lanes {
    private final LinkEnvironment env;
    private final CommandLinks links;
    private final Router router;

    /** One for each link, for as long as there is the link. */
    private final Map<Link, GroupCommit> groups = new WeakHashMap<>();

    /** Connects to all primaries. {@code shared} is what other links have: these are more patient. */
    DurableLinks(LinkEnvironment shared, Connector connector, TopologyKeeper keeper, boolean cluster) {
        this.env = shared.with(shared.settings().forWaiting());
        this.links = new CommandLinks("durable", env, connector, keeper, cluster, () -> {});
        this.router = new Router(this, keeper, env);
        links.reconcile();
    }

    /**
     * Runs a script; again while no server takes it, and where it is {@code repeatable} while its outcome is unknown, until its
     * time is over.
     */
    Future<@Nullable Response> run(int slot, ScriptCall script, boolean repeatable) {
        links.remember(script.script());
        return router.run(slot, script, repeatable ? Repetition.ALWAYS : Repetition.UNTIL_TAKEN);
    }

    @Override
    public @Nullable Lane owner(int slot) {
        Link link = links.owner(slot);
        return link == null ? null : group(link);
    }

    @Override
    public Lane guest(Endpoint endpoint) {
        return group(links.guest(endpoint));
    }

    private GroupCommit group(Link link) {
        return groups.computeIfAbsent(link, made -> new GroupCommit(made, env));
    }

    List<NodeHealth> health() {
        return links.health();
    }

    void close() {
        links.close();
    }
}
