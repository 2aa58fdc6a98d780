package dev.hub.verticles.launch;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Requests to a hub, by the JDK's own client: it starts faster than ours. Blocks. */
final class HubHttp {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private HubHttp() {}

    /** The answer to {@code request}, within 10 s. */
    static HttpResponse<String> send(HttpRequest.Builder request) {
        try (HttpClient client = client()) {
            return send(client, request, Duration.ZERO);
        }
    }

    /** The same by a client that is there, of a hub that may take {@code patience} more before it answers. */
    static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request, Duration patience) {
        HttpRequest complete = withTimeout(request, patience);
        try {
            return client.send(complete, BodyHandlers.ofString());
        } catch (ConnectException refused) {
            throw unreachable(complete.uri(), refused);
        } catch (IOException broken) {
            throw CommandFailure.forNow(complete.uri() + " does not answer: " + broken, broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw CommandFailure.of("interrupted", interrupted);
        }
    }

    /** A request that is given up 10 s after the hub's {@code patience} is over. */
    static HttpRequest withTimeout(HttpRequest.Builder request, Duration patience) {
        return request.timeout(TIMEOUT.plus(patience)).build();
    }

    /** A client that gives up on connecting after 10 s. */
    static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .build();
    }

    /** Nothing listens at {@code uri}. */
    static CommandFailure unreachable(URI uri, Throwable cause) {
        return CommandFailure.forNow(
                "no hub answers at " + uri.getScheme() + "://" + uri.getAuthority()
                        + "; is it running? (--url names another one)",
                cause);
    }
}
