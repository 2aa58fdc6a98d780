package dev.hub.verticles.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.QueueCommand;
import dev.hub.core.bus.QueueCommand.Configure;
import dev.hub.core.bus.QueueCommand.ConfigureGroup;
import dev.hub.core.bus.QueueCommand.Describe;
import dev.hub.core.bus.QueueCommand.DescribeGroup;
import dev.hub.core.job.GroupChange;
import dev.hub.core.job.GroupSettings;
import dev.hub.core.job.JobState;
import dev.hub.core.job.QueueName;
import dev.hub.core.job.QueueSettings;
import dev.hub.core.job.QueueSettings.Capacity;
import dev.hub.core.job.QueueSettings.Keep;
import dev.hub.core.job.QueueSettings.Overflow;
import dev.hub.core.job.QueueSettings.Rate;
import dev.hub.core.job.QueueSettings.Retention;
import dev.hub.core.job.QueueStats;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the methods for those who run queues make of their bodies, and of the answers. */
class QueueMethodsTest {
    private static final QueueName MAIL = new QueueName("mail");
    private static final QueueStats STATS = new QueueStats(
            MAIL, true, false, Map.of(JobState.READY, 4L), Map.of("submitted", 9L), 12, new QueueStats.Groups(3, 1));
    private static final JsonObject STATS_JSON = new JsonObject("""
        {"queue": "mail", "paused": true, "draining": false,
         "depth": {"ready": 4, "delayed": 0, "blocked": 0, "active": 0, "done": 0, "dead": 0, "cancelled": 0, "expired": 0},
         "oldest_ready_ms": 12, "groups": {"waiting": 3, "held_up": 1}, "counts": {"submitted": 9}}\
        """);

    private @Nullable QueueSettings settings = QueueSettings.DEFAULTS;
    private final MethodStand<QueueCommand> stand =
            new MethodStand<>(Addresses.QUEUES, QueueCommand.class, this::answer);

    private Object answer(QueueCommand command) {
        return switch (command) {
            case QueueCommand.ListAll list -> new QueueCommand.Listing(List.of(STATS));
            case QueueCommand.Stats stats -> STATS;
            case QueueCommand.Pause pause -> STATS;
            case QueueCommand.Resume resume -> STATS;
            case QueueCommand.Drain drain -> STATS;
            case Describe describe -> known();
            case Configure configure -> configure.settings();
            case ConfigureGroup group -> new GroupSettings(5, -1, true);
            case DescribeGroup group -> GroupSettings.DEFAULTS;
            case QueueCommand.Purge purge -> new QueueCommand.Purged(5, 6);
        };
    }

    private QueueSettings known() {
        if (settings == null) {
            throw HubException.of(ErrorCode.UNKNOWN_CHANNEL, "unknown queue: mail");
        }
        return settings;
    }

    @AfterEach
    void close() {
        stand.close();
    }

    @Test
    void tellsHowQueuesAreDoing() {
        assertThat(stand.call("queue_list", "{}").getJsonArray("queues")).containsExactly(STATS_JSON);
        assertThat(stand.call("queue_stats", "{\"queue\":\"mail\"}")).isEqualTo(STATS_JSON);
        assertThat(stand.call("queue_pause", "{\"queue\":\"mail\"}")).isEqualTo(STATS_JSON);
        assertThat(stand.call("queue_resume", "{\"queue\":\"mail\"}")).isEqualTo(STATS_JSON);
        assertThat(stand.call("queue_drain", "{\"queue\":\"mail\"}")).isEqualTo(STATS_JSON);
        assertThat(stand.asked())
                .containsExactly(
                        new QueueCommand.ListAll(),
                        new QueueCommand.Stats(MAIL),
                        new QueueCommand.Pause(MAIL),
                        new QueueCommand.Resume(MAIL),
                        new QueueCommand.Drain(MAIL));
    }

    @Test
    void changesTheSettingsThatAreGivenAndNoOthers() {
        settings = new QueueSettings(
                5_000,
                4,
                3,
                new Rate(2, 100),
                1,
                new Rate(6, 7),
                8,
                new Capacity(9, Overflow.SPILL, "more"),
                10,
                Retention.DEFAULTS);

        JsonObject now = stand.call("queue_config", """
            {"queue": "mail", "lease_ms": 400, "rate": {"limit": 50}, "group": {"rate": {"period_ms": 70}},
             "overflow": "drop_lowest", "retention": {"dead": {"count": 3}}}\
            """);

        Retention kept = Retention.DEFAULTS;
        assertThat(stand.asked())
                .containsExactly(
                        new Describe(MAIL),
                        new Configure(
                                MAIL,
                                new QueueSettings(
                                        400,
                                        4,
                                        3,
                                        new Rate(50, 100),
                                        1,
                                        new Rate(6, 70),
                                        8,
                                        new Capacity(9, Overflow.DROP_LOWEST, ""),
                                        10,
                                        new Retention(
                                                kept.done(),
                                                new Keep(kept.dead().millis(), 3),
                                                kept.cancelled(),
                                                kept.expired()))));
        assertThat(now).isEqualTo(new JsonObject("""
            {"lease_ms": 400, "max_recoveries": 4, "concurrency": 3, "rate": {"limit": 50, "period_ms": 100},
             "group": {"concurrency": 1, "rate": {"limit": 6, "period_ms": 70}}, "aging_ms": 8, "max_size": 9,
             "overflow": "drop_lowest", "events": 10,
             "retention": {"done": {"age_ms": 86400000, "count": 1000}, "dead": {"age_ms": 2592000000, "count": 3},
                           "cancelled": {"age_ms": 86400000, "count": 1000}, "expired": {"age_ms": 86400000, "count": 1000}}}\
            """));
    }

    @Test
    void tellsTheSettingsWhenNoneIsGiven() {
        assertThat(stand.call("queue_config", "{\"queue\":\"mail\"}").getLong("lease_ms"))
                .isEqualTo(30_000);
        assertThat(stand.asked()).containsExactly(new Describe(MAIL));
    }

    @Test
    void givesSettingsToAQueueThatIsNotThereYet() {
        settings = null;

        assertThat(stand.call("queue_config", "{\"queue\":\"mail\",\"lease_ms\":400}")
                        .getLong("lease_ms"))
                .isEqualTo(400);
        assertThatThrownBy(() -> stand.call("queue_config", "{\"queue\":\"mail\"}"))
                .hasMessage("unknown queue: mail");
    }

    @Test
    void keepsWhereAQueueSpillsToUntilItDoesNotAnyMore() {
        settings = new QueueSettings(
                5_000,
                4,
                3,
                Rate.NONE,
                1,
                Rate.NONE,
                8,
                new Capacity(9, Overflow.SPILL, "more"),
                10,
                Retention.DEFAULTS);

        assertThat(stand.call("queue_config", "{\"queue\":\"mail\",\"max_size\":1}")
                        .getString("spill_to"))
                .isEqualTo("more");
        assertThat(stand.call("queue_config", "{\"queue\":\"mail\",\"overflow\":\"reject\"}")
                        .containsKey("spill_to"))
                .isFalse();
    }

    @Test
    void givesSettingsThatAreNullTheirDefaults() {
        settings = new QueueSettings(
                5_000,
                4,
                3,
                new Rate(2, 100),
                1,
                new Rate(6, 7),
                8,
                new Capacity(9, Overflow.SPILL, "more"),
                10,
                new Retention(new Keep(1, 2), new Keep(3, 4), new Keep(5, 6), new Keep(7, 8)));

        stand.call("queue_config", """
            {"queue": "mail", "lease_ms": null, "rate": {"limit": null}, "group": null, "max_size": null, "overflow": null,
             "retention": {"dead": {"count": null}, "done": null}}\
            """);
        stand.call("queue_config", "{\"queue\":\"mail\",\"retention\":null,\"rate\":null}");

        QueueSettings usual = QueueSettings.DEFAULTS;
        Retention kept = Retention.DEFAULTS;
        Keep dead = new Keep(3, kept.dead().count());
        assertThat(changes())
                .containsExactly(
                        new QueueSettings(
                                usual.leaseMillis(),
                                4,
                                3,
                                new Rate(0, 100),
                                usual.groupConcurrency(),
                                usual.groupRate(),
                                8,
                                usual.capacity(),
                                10,
                                new Retention(kept.done(), dead, new Keep(5, 6), new Keep(7, 8))),
                        new QueueSettings(
                                5_000,
                                4,
                                3,
                                usual.rate(),
                                1,
                                new Rate(6, 7),
                                8,
                                new Capacity(9, Overflow.SPILL, "more"),
                                10,
                                kept));
    }

    private List<QueueSettings> changes() {
        return stand.asked().stream()
                .filter(Configure.class::isInstance)
                .map(each -> ((Configure) each).settings())
                .toList();
    }

    @Test
    void changesOfAGroupWhatIsGivenAndNothingElse() {
        JsonObject group =
                stand.call("queue_group", "{\"queue\":\"mail\",\"group\":\"acme\",\"weight\":5,\"paused\":true}");
        stand.call("queue_group", "{\"queue\":\"mail\",\"group\":\"acme\",\"weight\":null,\"concurrency\":null}");

        assertThat(group).isEqualTo(new JsonObject("{\"weight\":5,\"concurrency\":-1,\"paused\":true}"));
        assertThat(stand.asked())
                .containsExactly(
                        new ConfigureGroup(
                                MAIL, "acme", new GroupChange(Optional.of(5), Optional.empty(), Optional.of(true))),
                        new ConfigureGroup(
                                MAIL, "acme", new GroupChange(Optional.of(1), Optional.of(-1), Optional.empty())));
    }

    @Test
    void tellsTheSettingsOfAGroupWhenNoneIsGiven() {
        assertThat(stand.call("queue_group", "{\"queue\":\"mail\",\"group\":\"acme\"}"))
                .isEqualTo(new JsonObject("{\"weight\":1,\"concurrency\":-1,\"paused\":false}"));
        assertThat(stand.asked()).containsExactly(new DescribeGroup(MAIL, "acme"));
    }

    @Test
    void tellsHowFarAPurgeIs() {
        assertThat(stand.call("queue_purge", "{\"queue\":\"mail\",\"states\":[\"dead\",\"ready\"]}"))
                .isEqualTo(new JsonObject("{\"purged\":5,\"left\":6}"));
        assertThat(stand.asked()).containsExactly(new QueueCommand.Purge(MAIL, Set.of(JobState.DEAD, JobState.READY)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        queue_stats  | {}                                               | queue must be 1 to 100 letters, digits, "_", "-" and ".", got ""
        queue_config | {"queue":"q","lease":5}                          | lease is no setting, there are queue, lease_ms, max_recoveries, concurrency, rate, group, aging_ms, max_size, overflow, spill_to, events, retention
        queue_config | {"queue":"q","lease_ms":5}                       | lease_ms must be 100 to 86400000, got 5
        queue_config | {"queue":"q","rate":5}                           | rate must be an object
        queue_config | {"queue":"q","group":{"weight":5}}               | group.weight is no setting, there are concurrency, rate
        queue_config | {"queue":"q","group":{"rate":{"limit":-1}}}      | group.rate.limit must be 0 to 1000000, got -1
        queue_config | {"queue":"q","rate":{"limit":1000000,"period_ms":1}} | rate must not be above one in a microsecond
        queue_config | {"queue":"q","overflow":"drop"}                  | overflow must be one of reject, drop_oldest, drop_lowest, spill, got "drop"
        queue_config | {"queue":"q","overflow":"spill"}                 | spill_to must be the name of a queue, for overflow spill
        queue_config | {"queue":"q","spill_to":"p"}                     | spill_to is for overflow spill only
        queue_config | {"queue":"q","retention":{"lost":{}}}            | retention.lost is no setting, there are done, dead, cancelled, expired
        queue_config | {"queue":"q","retention":{"done":{"count":-1}}}  | retention.done.count must be 0 to 10000000, got -1
        queue_group  | {"queue":"q"}                                    | group is required
        queue_group  | {"queue":"q","group":"g","weight":0}             | weight must be 1 to 1000, got 0
        queue_group  | {"queue":"q","group":"g","wait":0}               | wait is no setting, there are queue, group, weight, concurrency, paused
        queue_purge  | {"queue":"q"}                                    | states is required
        queue_purge  | {"queue":"q","states":["active"]}                | states must not hold active: cancel jobs that run
        queue_purge  | {"queue":"q","states":["lost"]}                  | states must be one of ready, delayed, blocked, active, done, dead, cancelled, expired, got "lost"
        """)
    void refusesWhatMakesNoSense(String method, String body, String fault) {
        assertThatThrownBy(() -> stand.call(method, body)).hasMessage("bad request: " + fault);
        assertThat(stand.asked()).noneMatch(Configure.class::isInstance);
    }
}
