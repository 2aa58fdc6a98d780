package dev.hub.verticles.api;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /metrics} in Prometheus' text format. */
final class MetricsRoute {
    private static final String TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry;

    MetricsRoute(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    void mountOn(Router router) {
        router.get("/metrics").handler(this::scrape);
    }

    private void scrape(RoutingContext call) {
        call.response().putHeader(HttpHeaders.CONTENT_TYPE, TEXT_FORMAT).end(registry.scrape(TEXT_FORMAT));
    }
}
