package dev.hub.verticles.jobs.soak;

import dev.hub.verticles.jobs.soak.client.HttpLine;
import dev.hub.verticles.jobs.soak.client.Line;
import dev.hub.verticles.loss.client.Fronts;
import dev.hub.verticles.loss.client.HubApi;
import io.vertx.core.Vertx;
import io.vertx.core.http.PoolOptions;
import java.util.random.RandomGenerator;

/** How the actors of a soak reach the hubs. */
interface Access {
    /** Begins for the actors of {@code vertx}. */
    Lines open(Vertx vertx);

    /** Gives each actor its own. */
    @FunctionalInterface
    interface Lines {
        /** One whose choices {@code random} fixes. */
        Line line(RandomGenerator random);
    }

    /** By the HTTP API. */
    static Access over(Fronts fronts) {
        return vertx -> {
            HubApi api = new HubApi(vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(256)), fronts);
            return random -> new HttpLine(api, random);
        };
    }
}
