package dev.hub.verticles.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.Standalone;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a hub does when something is taken from it, and how it goes. */
class HubFaultsIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String SUBSCRIBE_UNKNOWN = "{\"id\":2,\"subscribe\":{\"channel\":\"elsewhere:1\"}}";
    private static final String PUBLISH = "{\"channel\":\"demo:faults\",\"data\":1}";

    /** Nothing is done to it. */
    private static HubProcess calm;

    @BeforeAll
    static void start() {
        calm = HubProcess.start();
    }

    @AfterAll
    static void stop() {
        calm.close();
    }

    private static int statusOf(HubProcess hub, String path) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(hub.url() + path)).build();
        return HTTP.send(request, BodyHandlers.discarding()).statusCode();
    }

    private static String publish(HubProcess hub) throws Exception {
        return publish(hub, PUBLISH);
    }

    private static String publish(HubProcess hub, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(hub.url() + "/api/publish"))
                .header("X-API-Key", HubProcess.API_KEY)
                .POST(BodyPublishers.ofString(body))
                .build();
        return HTTP.send(request, BodyHandlers.ofString()).body();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void keepsItsClientsWhileValkeyIsGoneAndServesThemWhenItReturns(Engine engine) throws Exception {
        try (Standalone valkey = Standalone.start(engine);
                HubProcess hub = HubProcess.start("valkey.url=" + valkey.url());
                LineClient client = LineClient.connect(hub.url(), "anna")) {
            client.ask("{\"id\":2,\"subscribe\":{\"channel\":\"demo:faults\"}}");
            valkey.server().kill9();

            await().untilAsserted(
                            () -> assertThat(statusOf(hub, "/health/ready")).isEqualTo(503));
            assertThat(publish(hub)).contains("\"code\":100").contains("\"temporary\":true");
            assertThat(client.ask("{\"id\":3,\"publish\":{\"channel\":\"demo:faults\",\"data\":0}}"))
                    .contains("\"code\":100")
                    .contains("\"temporary\":true");
            assertThat(client.ask("{\"id\":4,\"subscribe\":{\"channel\":\"demo:other\"}}"))
                    .contains("\"code\":100")
                    .contains("\"temporary\":true");
            assertThat(statusOf(hub, "/health/live")).isEqualTo(200);
            valkey.server().restart();

            await().untilAsserted(
                            () -> assertThat(statusOf(hub, "/health/ready")).isEqualTo(200));
            await().until(() -> publish(hub).contains("result"));
            assertThat(client.next()).contains("\"data\":1");
        }
    }

    @Test
    void startsWithoutValkeyAndIsReadyWhenItComes() throws Exception {
        try (Standalone valkey = Standalone.start(Engine.REDIS62)) {
            valkey.server().kill9();
            try (HubProcess hub = HubProcess.start("valkey.url=" + valkey.url());
                    LineClient client = LineClient.open(hub.url())) {
                String connect = "{\"id\":1,\"connect\":{\"token\":\"" + TestTokens.of("anna") + "\"}}";
                assertThat(statusOf(hub, "/health/ready")).isEqualTo(503);
                assertThat(hub.log()).contains("Valkey does not answer yet");
                assertThat(client.ask(connect))
                        .as("the user may have been blocked")
                        .contains("\"code\":100")
                        .contains("\"temporary\":true");
                assertThat(publish(hub, "{\"channel\":\"elsewhere:1\",\"data\":1}"))
                        .as("the API may have set the namespace")
                        .contains("\"code\":100")
                        .contains("\"temporary\":true");
                valkey.server().restart();

                await().untilAsserted(
                                () -> assertThat(statusOf(hub, "/health/ready")).isEqualTo(200));
                try (LineClient again = LineClient.connect(hub.url(), "anna")) {
                    assertThat(again.ask(SUBSCRIBE_UNKNOWN)).contains("\"code\":102");
                }
                assertThat(publish(hub, "{\"channel\":\"elsewhere:1\",\"data\":1}"))
                        .contains("\"code\":102");
            }
        }
    }

    @Test
    void onSigtermItSaysGoodbyeToEveryClientAndEndsCleanly() {
        try (HubProcess hub = HubProcess.start("server.drain-time=1s")) {
            List<LineClient> clients = IntStream.range(0, 20)
                    .mapToObj(user -> LineClient.connect(hub.url(), "user-" + user))
                    .toList();

            hub.signal("TERM");

            assertThat(clients).extracting(LineClient::closeCode).containsOnly(3001);
            assertThat(hub.awaitEnd()).isZero();
            assertThat(hub.log()).doesNotContain("Exception");
            assertThatThrownBy(() -> LineClient.open(hub.url())).isNotNull();
        }
    }

    @Test
    void itsPrivateServerEndsWithItHoweverItEnds() {
        try (HubProcess hub = HubProcess.start()) {
            List<ProcessHandle> server =
                    ProcessHandle.of(hub.pid()).orElseThrow().descendants().toList();
            assertThat(server).isNotEmpty();

            hub.signal("KILL");

            await().atMost(Duration.ofSeconds(15))
                    .untilAsserted(() -> assertThat(server).noneMatch(ProcessHandle::isAlive));
        }
    }

    @Test
    void aPortInUseIsOneClearLine() {
        String port = String.valueOf(calm.port());

        assertThatThrownBy(() -> HubProcess.start("server.port=" + port))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("port " + port)
                .hasMessageContaining("in use")
                .hasMessageNotContaining("\tat ");
    }

    @Test
    void severalFaultsOfTheConfigurationAreToldAtOnce() {
        assertThatThrownBy(() -> HubProcess.start(
                        "server.prot=1", "client.ping-interval=5", "auth.insecure=maybe", "valkey.url=http://x"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("server.prot")
                .hasMessageContaining("server.port")
                .hasMessageContaining("client.ping-interval")
                .hasMessageContaining("auth.insecure")
                .hasMessageContaining("valkey.url")
                .hasMessageNotContaining("\tat ");
    }

    @Test
    void aVerticleThatIsNotThereStopsTheStartAndLeavesNothingRunning() {
        assertThatThrownBy(() -> HubProcess.start("verticles=com.example.Absent"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("com.example.Absent")
                .hasMessageContaining("class path");
    }

    @Test
    void aHandlerOfTheUsersThatThrowsIsAnInternalErrorToTheClientAndNoMore() {
        try (LineClient client = LineClient.connect(calm.url(), "anna")) {
            assertThat(client.ask("{\"id\":2,\"rpc\":{\"method\":\"crash\"}}")).contains("\"code\":100");
            assertThat(client.ask("{\"id\":3,\"rpc\":{\"method\":\"refuse\"}}"))
                    .isEqualTo("{\"id\":3,\"error\":{\"code\":402,\"message\":\"pay first\"}}");
            assertThat(client.ask("{\"id\":4,\"rpc\":{\"method\":\"whoami\"}}")).contains("\"user\":\"anna\"");
            assertThat(calm.log()).contains("hub.rpc.crash");
        }
    }

    @Test
    void noSecretIsEverLogged() {
        LineClient.connect(calm.url(), "anna").close();
        try (LineClient stranger = LineClient.open(calm.url())) {
            stranger.send("{\"id\":1,\"connect\":{\"token\":\"" + TestTokens.of("eve") + "x\"}}");
            assertThat(stranger.closeCode()).isEqualTo(3500);
        }

        assertThat(calm.log())
                .doesNotContain(HubProcess.SECRET, HubProcess.API_KEY, TestTokens.of("anna"), TestTokens.of("eve"));
    }
}
