package dev.hub.verticles.api;

import dev.hub.core.auth.ApiKeys;
import dev.hub.core.bus.HubBus;
import dev.hub.core.channel.CurrentNamespaces;
import dev.hub.core.network.TrustedProxies;
import dev.hub.verticles.ratelimit.http.RateLimitHandler;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that the hub serves over HTTP besides its connections. Build one for each event loop. */
public final class HubRouter {
    private static final Logger LOG = LoggerFactory.getLogger(HubRouter.class);

    private final HubBus bus;
    private final CurrentNamespaces namespaces;
    private final ApiKeys keys;
    private final TrustedProxies proxies;
    private final @Nullable PrometheusMeterRegistry metrics;

    /**
     * A recipe for routers.
     *
     * @param proxies whose word is taken for a caller's address
     * @param metrics what is served at {@code /metrics}; null for nothing
     */
    public HubRouter(
            HubBus bus,
            CurrentNamespaces namespaces,
            ApiKeys keys,
            TrustedProxies proxies,
            @Nullable PrometheusMeterRegistry metrics) {
        this.bus = bus;
        this.namespaces = namespaces;
        this.keys = keys;
        this.proxies = proxies;
        this.metrics = metrics;
    }

    /** A router for the event loop that calls. */
    public Router build(Vertx vertx) {
        Router router = Router.router(vertx);
        RateLimitHandler limit = RateLimitHandler.of(bus).behind(proxies);
        new ApiRoutes(ApiMethods.of(bus, namespaces), keys, limit).mountOn(router);
        new HealthRoutes(bus).mountOn(router);
        if (metrics != null) {
            new MetricsRoute(metrics).mountOn(router);
        }
        new TryItPage().mountOn(router);
        for (int status : new int[] {400, 404, 405, 413}) {
            router.errorHandler(
                    status,
                    call -> JsonAnswer.fail(call, status, call.response().getStatusMessage()));
        }
        router.errorHandler(500, HubRouter::internalError);
        return router;
    }

    private static void internalError(RoutingContext call) {
        LOG.warn("{} {} failed", call.request().method(), call.request().path(), call.failure());
        JsonAnswer.fail(call, 500, "internal server error");
    }
}
