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

    /** The answer to {@code request}. */
    static HttpResponse<String> send(HttpRequest.Builder request) {
        HttpRequest complete = request.timeout(TIMEOUT).build();
        try (HttpClient client = client()) {
            return client.send(complete, BodyHandlers.ofString());
        } catch (ConnectException refused) {
            throw unreachable(complete.uri(), refused);
        } catch (IOException broken) {
            throw CommandFailure.of(complete.uri() + " does not answer: " + broken, broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw CommandFailure.of("interrupted", interrupted);
        }
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
        return CommandFailure.of(
                "no hub answers at " + uri.getScheme() + "://" + uri.getAuthority()
                        + "; is it running? (--url names another one)",
                cause);
    }
}
