package dev.hub.verticles.loss.client;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;

/**
 * The HTTP API as a back end sees it.
 *
 * @param http carries the requests
 * @param fronts the hubs
 */
public record HubApi(HttpClient http, Fronts fronts) {
    private static final int CONNECT_MILLIS = 1_000;

    /**
     * Asks one of the hubs; the answer as it stands, a refusal as well. Fails when none came in time, and then the outcome is
     * unknown.
     *
     * @param hub which one, from 0
     */
    public Future<JsonObject> post(int hub, String method, JsonObject body, long patienceMillis) {
        RequestOptions options = new RequestOptions()
                .setHost("127.0.0.1")
                .setPort(fronts.ports().get(hub))
                .setURI("/api/" + method)
                .setMethod(HttpMethod.POST)
                .setConnectTimeout(CONNECT_MILLIS)
                .setIdleTimeout(patienceMillis)
                .putHeader("X-API-Key", fronts.apiKey());
        return http.request(options)
                .compose(request -> request.send(body.toBuffer()))
                .compose(HttpClientResponse::body)
                .map(Buffer::toJsonObject);
    }
}
