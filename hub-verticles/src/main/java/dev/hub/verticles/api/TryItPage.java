package dev.hub.verticles.api;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.StaticHandler;

/** The page at {@code /} to try the hub with in a browser, and the SDK that it uses. */
final class TryItPage {
    private static final String POLICY = "default-src 'self'; connect-src 'self' ws: wss:; frame-ancestors 'none'";

    void mountOn(Router router) {
        router.get("/").handler(call -> {
            call.response().putHeader("Content-Security-Policy", POLICY);
            call.next();
        });
        router.get()
                .handler(StaticHandler.create("web").setIndexPage("index.html").setCachingEnabled(false));
    }
}
