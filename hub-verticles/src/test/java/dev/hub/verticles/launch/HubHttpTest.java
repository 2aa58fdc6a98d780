package dev.hub.verticles.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HubHttpTest {
    @Test
    void waitsForLongerThanTheHubMayTake() {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:8000/api/job_result"));

        assertThat(HubHttp.withTimeout(request, Duration.ofSeconds(25)).timeout())
                .contains(Duration.ofSeconds(35));
        assertThat(HubHttp.withTimeout(request, Duration.ZERO).timeout()).contains(Duration.ofSeconds(10));
    }
}
