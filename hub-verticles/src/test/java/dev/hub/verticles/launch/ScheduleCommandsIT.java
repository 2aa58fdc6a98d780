package dev.hub.verticles.launch;

import static dev.hub.verticles.Instance.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hub.core.auth.ApiKeys;
import dev.hub.core.auth.Secret;
import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ScheduleCommand;
import dev.hub.core.job.JobCipher;
import dev.hub.core.network.TrustedProxies;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.SharedServers;
import dev.hub.verticles.Instance;
import dev.hub.verticles.api.HubRouter;
import dev.hub.verticles.schedule.ScheduleVerticle;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code hub schedule …} against an instance and its Valkey. */
@ExtendWith(SharedServers.Provider.class)
class ScheduleCommandsIT {
    private static final String KEY = "0123456789abcdef";
    private static final Map<String, String> ENVIRONMENT =
            Map.of("HUB_AUTH_HMAC_SECRET", "0123456789abcdef0123456789abcdef", "HUB_API_KEY", KEY);

    @TempDir
    private Path home;

    private Instance instance;
    private String url;

    @BeforeEach
    void start(SharedServers servers) {
        instance = Instance.start("one", servers.on(Engine.REDIS62).url(), servers.prefix());
        instance.deploy(
                new ScheduleVerticle(instance.access(), instance.bus(), JobCipher.NONE, instance.meters(), 1_000));
        HttpServer server = instance.vertx()
                .createHttpServer()
                .requestHandler(new HubRouter(
                                instance.bus(),
                                instance.namespaces(),
                                new ApiKeys(List.of(Secret.of(KEY))),
                                TrustedProxies.NONE,
                                null)
                        .build(instance.vertx()));
        url = "http://127.0.0.1:" + get(server.listen(0, "127.0.0.1")).actualPort();
        await().ignoreExceptions()
                .until(() -> get(instance.bus()
                                .request(
                                        Addresses.SCHEDULES,
                                        new ScheduleCommand.ListAll(Optional.empty(), "", 1),
                                        ScheduleCommand.Listing.class))
                        .schedules()
                        .isEmpty());
    }

    @AfterEach
    void stop() {
        instance.close();
    }

    private CommandRun hub(String... arguments) {
        Stream<String> all = Stream.concat(Arrays.stream(arguments), Stream.of("--url", url));
        return CommandRun.of(home, ENVIRONMENT, all.toArray(String[]::new));
    }

    @Test
    void looksAfterASchedule() {
        CommandRun put = hub(
                "schedule",
                "put",
                "reports",
                "nightly",
                "--cron",
                "0 3 * * *",
                "--tz",
                "Europe/Berlin",
                "--catch-up",
                "all:5",
                "--start",
                "2030-01-01T00:00:00Z",
                "--name",
                "report",
                "--data",
                "{\"n\":1}");
        assertThat(put.err()).isEmpty();
        assertThat(put.out().strip()).isEqualTo("created, next: 2030-01-01T02:00:00Z");
        assertThat(hub("schedule", "put", "mail", "flush", "--every", "1h", "--paused")
                        .out()
                        .strip())
                .isEqualTo("created, next: paused");

        List<String> lines = hub("schedule", "list").out().lines().toList();
        assertThat(lines.get(1)).matches("mail +flush +every 1h +paused +0 +0 +-");
        assertThat(lines.get(2))
                .matches("reports +nightly +0 3 \\* \\* \\* Europe/Berlin +2030-01-01T02:00:00Z +0 +0 +-");
        JsonObject listed =
                new JsonObject(hub("schedule", "list", "reports", "--json").out());
        assertThat(listed.getJsonArray("schedules")).hasSize(1);
        assertThat(listed.getJsonArray("schedules").getJsonObject(0).getJsonObject("job"))
                .isEqualTo(new JsonObject("{\"name\":\"report\",\"data\":{\"n\":1}}"));

        assertThat(hub("schedule", "run", "mail", "flush").out()).startsWith("taken flush:run:");
        assertThat(hub("schedule", "pause", "reports", "nightly").out().strip()).isEqualTo("paused");
        assertThat(hub("schedule", "resume", "reports", "nightly").out().strip())
                .isEqualTo("next: 2030-01-01T02:00:00Z");
        CommandRun filled = hub(
                "schedule",
                "backfill",
                "reports",
                "nightly",
                "--from",
                "2030-01-01T00:00:00Z",
                "--to",
                "2030-01-02T23:00:00Z");
        assertThat(filled.out().lines().skip(1))
                .containsExactly(
                        "2030-01-01T02:00:00Z  taken    nightly:1893463200000",
                        "2030-01-02T02:00:00Z  taken    nightly:1893549600000");
        assertThat(hub("schedule", "delete", "reports", "nightly").out().strip())
                .isEqualTo("deleted");
    }

    @Test
    void saysWhatIsWrong() {
        CommandRun cron = hub("schedule", "put", "mail", "x", "--cron", "0 0 30 2 *");
        CommandRun unknown = hub("schedule", "run", "mail", "x");
        CommandRun broken = hub("schedule", "put", "mail", "x", "--every", "1m", "--data", "{");

        assertThat(cron.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(cron.err()).contains("cron must come to pass at some time, got \"0 0 30 2 *\"");
        assertThat(unknown.err()).contains("unknown schedule \"x\"");
        assertThat(broken.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(broken.err()).contains("--data must be JSON (text is JSON in double quotes), got {");
    }
}
