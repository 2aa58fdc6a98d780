package dev.hub.verticles.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** A back end that calls the HTTP API of a hub. */
record Back(String url) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** The result of a method; fails when it is refused. */
    JsonObject result(String method, String body) {
        JsonObject answer = answer(method, body);
        assertThat(answer.getJsonObject("error")).as(method + " " + body).isNull();
        return answer.getJsonObject("result");
    }

    /** To how many connections something was done. */
    int affected(String method, String body) {
        return result(method, body).getInteger("affected");
    }

    /** The error with which a method is refused. */
    JsonObject error(String method, String body) {
        JsonObject answer = answer(method, body);
        assertThat(answer.getJsonObject("result")).as(method + " " + body).isNull();
        return answer.getJsonObject("error");
    }

    /** Whatever comes. */
    JsonObject answer(String method, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/api/" + method))
                .header("X-API-Key", HubProcess.API_KEY)
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
            return new JsonObject(response.body());
        } catch (IOException failed) {
            throw new AssertionError(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }
}
