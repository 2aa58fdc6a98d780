package dev.hub.verticles.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.Standalone;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Namespaces of two running hubs change by file and by API, without a restart, within a second everywhere. */
class LiveNamespacesIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration PROMISED = Duration.ofSeconds(1);
    private static final String CLOSED = "channels: {namespaces: [{name: base}]}\n";
    private static final String REFUSED = "The changed configuration is refused";
    private static final String OPEN = "channels: {namespaces: [{name: live, allow-subscribe-for-client: true}]}\n";

    @TempDir
    private Path home;

    private static Standalone valkey;
    private static HubProcess first;
    private static HubProcess second;

    private int beginOfLog;

    @BeforeAll
    static void start() {
        valkey = Standalone.start(Engine.REDIS62);
        first = HubProcess.start("valkey.url=" + valkey.url(), "verticles=");
        second = HubProcess.start("valkey.url=" + valkey.url(), "verticles=");
    }

    @AfterAll
    static void stop() {
        first.close();
        second.close();
        valkey.close();
    }

    @BeforeEach
    void forgetWhatOtherTestsSet() throws IOException {
        ask(first, "namespace_delete", "{\"name\":\"live\"}");
        Files.writeString(first.configFile(), CLOSED);
        Files.writeString(second.configFile(), CLOSED);
        await().untilAsserted(() -> {
            assertThat(namesOf(first)).containsExactly("", "base");
            assertThat(namesOf(second)).containsExactly("", "base");
        });
        beginOfLog = first.log().length();
    }

    private static List<String> namesOf(HubProcess hub) {
        return ask(hub, "namespace_list", "{}").getJsonObject("result").getJsonArray("namespaces").stream()
                .map(JsonObject.class::cast)
                .map(each -> each.getString("name"))
                .toList();
    }

    private String logOfTheFirst() {
        return first.log().substring(beginOfLog);
    }

    private static JsonObject ask(HubProcess hub, String method, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(hub.url() + "/api/" + method))
                .header("X-API-Key", HubProcess.API_KEY)
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            return new JsonObject(HTTP.send(request, BodyHandlers.ofString()).body());
        } catch (IOException failed) {
            throw new AssertionError(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    private static boolean subscribes(LineClient client, String channel) {
        String answer = client.ask("{\"id\":2,\"subscribe\":{\"channel\":\"" + channel + "\"}}");
        client.ask("{\"id\":3,\"unsubscribe\":{\"channel\":\"" + channel + "\"}}");
        return answer.contains("\"subscribe\"");
    }

    /** Waits until clients of both hubs may subscribe, or may not any more; tells how long that took, in milliseconds. */
    private static long awaitOnBoth(boolean open) {
        long start = System.nanoTime();
        try (LineClient here = LineClient.connect(first.url(), "ann");
                LineClient there = LineClient.connect(second.url(), "bob")) {
            await().pollInterval(Duration.ofMillis(20))
                    .until(() -> subscribes(here, "live:1") == open && subscribes(there, "live:1") == open);
        }
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }

    /** What a busy machine delays is not the hub's; what it always needs is. */
    private static long median(List<Long> millis) {
        return millis.stream().sorted().skip(millis.size() / 2).findFirst().orElseThrow();
    }

    @Test
    void byTheApiOfOneOfThem() {
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ask(first, "namespace_set", "{\"name\":\"live\",\"allow_subscribe_for_client\":true}");
            millis.add(awaitOnBoth(true));
            ask(second, "namespace_set", "{\"name\":\"live\",\"allow_subscribe_for_client\":false}");
            millis.add(awaitOnBoth(false));
        }
        ask(second, "namespace_set", "{\"name\":\"live\",\"allow_subscribe_for_client\":true}");
        millis.add(awaitOnBoth(true));
        ask(first, "namespace_delete", "{\"name\":\"live\"}");
        millis.add(awaitOnBoth(false));

        assertThat(median(millis)).as("%s", millis).isLessThan(PROMISED.toMillis());
        assertThat(ask(second, "namespace_get", "{\"name\":\"live\"}").encode())
                .isEqualTo("{\"error\":{\"code\":107,\"message\":\"bad request: no namespace has the name"
                        + " \\\"live\\\"\"}}");
    }

    @Test
    void byTheirFiles() throws IOException {
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Files.writeString(first.configFile(), OPEN);
            Path next = Files.writeString(home.resolve("next.yaml"), OPEN);
            Files.move(next, second.configFile(), StandardCopyOption.REPLACE_EXISTING);
            millis.add(awaitOnBoth(true));
            Files.writeString(first.configFile(), CLOSED);
            Files.writeString(second.configFile(), CLOSED);
            millis.add(awaitOnBoth(false));
        }

        assertThat(median(millis)).as("%s", millis).isLessThan(PROMISED.toMillis());
    }

    @Test
    void theApisComesBeforeTheFiles() throws IOException {
        ask(first, "namespace_set", "{\"name\":\"live\",\"allow_subscribe_for_client\":true}");
        awaitOnBoth(true);
        for (HubProcess hub : new HubProcess[] {first, second}) {
            Files.writeString(hub.configFile(), "channels: {namespaces: [{name: live}, {name: other}]}\n");
            await().until(() ->
                    ask(hub, "namespace_get", "{\"name\":\"other\"}").containsKey("result"));
        }

        awaitOnBoth(true);
        assertThat(ask(second, "namespace_list", "{}").getJsonObject("result").getJsonArray("namespaces").stream()
                        .map(JsonObject.class::cast)
                        .map(each -> each.getString("name") + " " + each.getString("origin")))
                .containsExactly(" file", "live api", "other file");
        ask(first, "namespace_delete", "{\"name\":\"live\"}");
        awaitOnBoth(false);
    }

    @Test
    void aFileThatIsWrongChangesNothingAndTheLogTellsAllOnce() throws IOException {
        Files.writeString(first.configFile(), OPEN);
        Files.writeString(second.configFile(), OPEN);
        awaitOnBoth(true);

        Files.writeString(
                first.configFile(),
                "channels: {namespaces: [{name: live, history-size: -1}, {name: x}]}\nclient: {ping-interval: fast}\n");

        await().until(() -> logOfTheFirst().contains(REFUSED));
        awaitOnBoth(true);
        assertThat(logOfTheFirst())
                .containsOnlyOnce("The changed configuration is refused, the former stays in force:")
                .contains("channels.namespaces[0].history-size must be 0 to 1000000, got -1 (hub.yaml:1)")
                .contains("channels.namespaces[1].name must be at least 2 characters")
                .contains("client.ping-interval must be a duration");

        JsonObject answer = ask(first, "config_reload", "{}").getJsonObject("error");
        assertThat(answer.getInteger("code")).isEqualTo(107);
        assertThat(answer.getString("message"))
                .contains("history-size must be 0 to 1000000")
                .contains("client.ping-interval");
    }

    @Test
    void whatNeedsARestartIsNamed() throws IOException {
        Files.writeString(
                first.configFile(),
                OPEN + "client: {ping-interval: 20s}\nauth: {allow-anonymous: true}\nserver: {port: 1}\n");

        await().until(() -> logOfTheFirst().contains("needs a restart"));

        assertThat(logOfTheFirst())
                .containsOnlyOnce("Changed in the configuration, but needs a restart: client.ping-interval,"
                        + " auth.allow-anonymous")
                .as("a flag sets server.port, at the start and now")
                .containsPattern("auth.allow-anonymous\\R");
        await().until(() -> ask(first, "namespace_get", "{\"name\":\"live\"}").containsKey("result"));
    }

    @Test
    void aHangupHasTheFileReadAgain() throws IOException {
        assumeFalse(ignoresHangups(), "what was started by nohup hears no SIGHUP, nor does what it starts");
        Files.writeString(first.configFile(), "channels: [");
        await().until(() -> logOfTheFirst().contains("is no valid YAML"));

        first.signal("HUP");

        await().until(() -> logOfTheFirst().split(REFUSED, -1).length == 3);
        assertThat(first.isAlive()).isTrue();
    }

    private static boolean ignoresHangups() throws IOException {
        Path status = Path.of("/proc/self/status");
        return Files.exists(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line ->
                                (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 1) != 0);
    }

    @Test
    void oneCallHasAllOfThemReadTheirFilesAgain() throws IOException {
        int before = second.log().split(REFUSED, -1).length;
        Files.writeString(second.configFile(), "channels: [");
        await().until(() -> second.log().split(REFUSED, -1).length == before + 1);

        assertThat(ask(first, "config_reload", "{}").encode()).isEqualTo("{\"result\":{}}");

        await().until(() -> second.log().split(REFUSED, -1).length == before + 2);
    }

    @Test
    void aPatternIsGivenUpWhenANamespaceComesWhoseChannelsItMayNotHave() {
        ask(first, "namespace_set", "{\"name\":\"live\",\"wildcards\":true,\"allow_wildcard_for_client\":true}");
        try (LineClient client = LineClient.connect(second.url(), "ann")) {
            await().until(() ->
                    client.ask("{\"id\":2,\"subscribe\":{\"channel\":\"*:1\"}}").contains("\"subscribe\""));

            ask(first, "namespace_set", "{\"name\":\"closed\",\"wildcards\":true}");

            assertThat(client.next()).contains("\"unsubscribe\":{\"code\":2500");
            assertThat(client.ask("{\"id\":3,\"subscribe\":{\"channel\":\"*:1\"}}"))
                    .contains("\"code\":103");
        } finally {
            ask(first, "namespace_delete", "{\"name\":\"closed\"}");
        }
    }

    private static String clients() {
        return ask(second, "presence_stats", "{\"channel\":\"live:1\"}").encode();
    }

    @Test
    void presenceHoldsForThoseWhoAreSubscribedWhenItIsSwitched() {
        String open = "{\"name\":\"live\",\"allow_subscribe_for_client\":true}";
        String watched = "{\"name\":\"live\",\"allow_subscribe_for_client\":true,\"presence\":true,"
                + "\"join_leave\":true,\"force_push_join_leave\":true}";
        ask(first, "namespace_set", open);
        awaitOnBoth(true);
        try (LineClient here = LineClient.connect(first.url(), "ann");
                LineClient there = LineClient.connect(second.url(), "bob")) {
            here.ask("{\"id\":2,\"subscribe\":{\"channel\":\"live:1\"}}");
            there.ask("{\"id\":2,\"subscribe\":{\"channel\":\"live:1\"}}");

            ask(first, "namespace_set", watched);

            await().until(() -> clients().contains("\"num_clients\":2"));
            assertThat(here.next() + here.next()).contains("\"join\"", "\"ann\"", "\"bob\"");

            ask(first, "namespace_set", open);
            await().until(() -> clients().contains("\"code\":108"));
            there.ask("{\"id\":3,\"unsubscribe\":{\"channel\":\"live:1\"}}");
            ask(second, "namespace_set", watched);

            await().until(() -> clients().contains("\"num_clients\":1"));
        }
    }

    @Test
    void byTheCommandLine() {
        Map<String, String> environment = Map.of("HUB_API_KEY", HubProcess.API_KEY);

        CommandRun set = run(
                environment,
                "namespace",
                "set",
                "--url",
                first.url(),
                "live",
                "history-size=10",
                "history_ttl=5m",
                "allow_subscribe_for_client=true",
                "allowed_delta_types=fossil");
        CommandRun list = run(environment, "namespace", "list", "--url", first.url());
        CommandRun get = run(environment, "namespace", "get", "--url", first.url(), "live");
        CommandRun wrong = run(environment, "namespace", "set", "--url", first.url(), "live", "history_size=10");
        CommandRun delete = run(environment, "namespace", "delete", "--url", first.url(), "live");
        CommandRun reload = run(environment, "namespace", "reload", "--url", first.url());

        assertThat(set.exitCode()).isZero();
        assertThat(list.out().lines())
                .containsSubsequence(
                        "live  (api)",
                        "  allow_subscribe_for_client=true",
                        "  history_size=10",
                        "  history_ttl=5m",
                        "  allowed_delta_types=[fossil]");
        assertThat(new JsonObject(get.out()).getJsonObject("options").getInteger("history_size"))
                .isEqualTo(10);
        assertThat(wrong)
                .isEqualTo(new CommandRun(
                        1,
                        "",
                        "hub: the hub refuses: bad request: history_ttl must be above 0 when history_size is, got 0s"
                                + " (code 107)"
                                + System.lineSeparator()));
        assertThat(delete).isEqualTo(new CommandRun(0, "", ""));
        assertThat(reload).isEqualTo(new CommandRun(0, "", ""));
    }

    private CommandRun run(Map<String, String> environment, String... arguments) {
        return CommandRun.of(home, environment, arguments);
    }

    @Test
    void hostileBodiesAreRefusedAndChangeNothing() {
        String before = ask(first, "namespace_list", "{}").encode();

        Stream.of(
                        "{}",
                        "{\"name\":\"\"}",
                        "{\"name\":7}",
                        "{\"name\":\"v\"}",
                        "{\"name\":\"a:b\"}",
                        "{\"name\":\"live\",\"name\":{}}",
                        "{\"name\":\"" + "x".repeat(100_000) + " \"}",
                        "{\"name\":\"live\",\"history_size\":1e99}",
                        "{\"name\":\"live\",\"history_size\":[[[]]]}",
                        "{\"name\":\"live\",\"history_ttl\":\"99999999999999999999s\"}",
                        "{\"name\":\"live\",\"allowed_delta_types\":{\"a\":null}}",
                        "{\"name\":\"live\",\"channel_regex\":\"(((((\"}",
                        "{\"name\":\"live\",\"channel_regex\":\"" + "(a?)".repeat(1000) + "\"}",
                        "{\"name\":\"live\",\"pattern\":\"/" + "a/".repeat(1000) + "\"}",
                        "{\"name\":\"live\",\"__proto__\":{},\"constructor\":1}")
                .forEach(body -> assertThat(ask(first, "namespace_set", body).containsKey("error"))
                        .as(body.substring(0, Math.min(60, body.length())))
                        .isTrue());

        assertThat(ask(first, "namespace_list", "{}").encode()).isEqualTo(before);
        assertThat(logOfTheFirst()).doesNotContain("Exception");
    }
}
