package dev.hub.verticles.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ScheduleCommand;
import dev.hub.core.bus.ScheduleCommand.Backfill;
import dev.hub.core.bus.ScheduleCommand.Backfilled;
import dev.hub.core.bus.ScheduleCommand.ListAll;
import dev.hub.core.bus.ScheduleCommand.Listing;
import dev.hub.core.bus.ScheduleCommand.Made;
import dev.hub.core.bus.ScheduleCommand.Put;
import dev.hub.core.channel.Payload;
import dev.hub.core.job.QueueName;
import dev.hub.core.schedule.CatchUp;
import dev.hub.core.schedule.CatchUp.Policy;
import dev.hub.core.schedule.CronExpression;
import dev.hub.core.schedule.CronTiming;
import dev.hub.core.schedule.Firing;
import dev.hub.core.schedule.Interval;
import dev.hub.core.schedule.Overlap;
import dev.hub.core.schedule.Schedule;
import dev.hub.core.schedule.ScheduleId;
import dev.hub.core.schedule.ScheduleView;
import dev.hub.core.schedule.Ticks;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the methods for schedules make of their bodies, and of the answers. */
class ScheduleMethodsTest {
    private static final QueueName MAIL = new QueueName("mail");
    private static final ScheduleId NIGHTLY = new ScheduleId("nightly");
    private static final Schedule SCHEDULE = new Schedule(
            NIGHTLY,
            MAIL,
            new Ticks(new CronTiming(CronExpression.parse("0 3 * * MON"), ZoneId.of("Europe/Berlin")), 5, 9),
            Overlap.QUEUE_ONE,
            new CatchUp(Policy.ALL, 7),
            3);
    private static final Firing FIRING = new Firing(5, 6, Firing.Outcome.TAKEN, "nightly:5");
    private static final ScheduleView VIEW = new ScheduleView(
            SCHEDULE, Payload.ofJson("{\"data\":1.50}"), false, List.of(8L), 2, 1, List.of(FIRING), "77");

    private final MethodStand<ScheduleCommand> stand =
            new MethodStand<>(Addresses.SCHEDULES, ScheduleCommand.class, ScheduleMethodsTest::answer);

    private static Object answer(ScheduleCommand command) {
        return switch (command) {
            case Put put -> new Made(true, VIEW);
            case ListAll list -> new Listing(List.of(VIEW, VIEW), "mail nightly");
            case ScheduleCommand.Get get -> VIEW;
            case ScheduleCommand.Delete delete -> VIEW;
            case ScheduleCommand.Pause pause -> VIEW;
            case ScheduleCommand.Resume resume -> VIEW;
            case ScheduleCommand.Run run -> FIRING;
            case Backfill backfill -> new Backfilled(List.of(FIRING));
        };
    }

    @AfterEach
    void close() {
        stand.close();
    }

    private Put put(String body) {
        stand.text("schedule_put", body);
        return (Put) stand.asked().getLast();
    }

    @Test
    void readsAScheduleWithEveryOption() {
        Put put = put("""
            {"queue": "mail", "id": "nightly", "cron": "0 3 * * MON", "tz": "Europe/Berlin", "overlap": "queue_one",
             "catch_up": {"policy": "all", "max": 7}, "start": 5, "end": "1970-01-01T00:00:00.009Z", "limit": 3, "paused": true,
             "job": {"name": "report", "data": {"n": 1.50}, "attempts": 1}}\
            """);

        assertThat(put.schedule()).isEqualTo(SCHEDULE);
        assertThat(put.paused()).contains(true);
        assertThat(put.job().job().spec().name()).isEqualTo("report");
        assertThat(put.job().job().data().toJson()).isEqualTo("{\"n\": 1.50}");
        assertThat(put.job().source().toJson()).startsWith("{\"name\": \"report\"");
    }

    /** What is wrong with it is no matter of the caller's turn: that would be thrown. */
    @Test
    void readsACronExpressionOnAnotherThread() {
        String body = "{\"queue\":\"mail\",\"id\":\"i\",\"cron\":\"0 0 30 2 *\",\"job\":{}}";

        Future<Payload> put = stand.begin("schedule_put", body);

        await().until(put::failed);
        assertThat(put.cause()).hasMessage("bad request: cron must come to pass at some time, got \"0 0 30 2 *\"");
    }

    @Test
    void readsAScheduleWithDefaults() {
        Put put = put("{\"queue\":\"mail\",\"id\":\"i\",\"every_ms\":1000,\"catch_up\":\"none\",\"job\":{}}");

        assertThat(put.schedule())
                .isEqualTo(new Schedule(
                        new ScheduleId("i"),
                        MAIL,
                        new Ticks(new Interval(1000, 0), 0, 0),
                        Overlap.ALLOW,
                        new CatchUp(Policy.NONE, 100),
                        0));
        assertThat(put.paused()).isEmpty();
    }

    @Test
    void tellsASchedule() {
        assertThat(stand.text("schedule_get", "{\"queue\":\"mail\",\"id\":\"nightly\"}"))
                .isEqualTo("""
                    {"queue":"mail","id":"nightly","cron":"0 3 * * MON","tz":"Europe/Berlin","start":5,"end":9,"limit":3,\
                    "overlap":"queue_one","catch_up":{"policy":"all","max":7},"paused":false,"next":[8],"fired":2,"skipped":1,\
                    "last":[{"tick":5,"at":6,"outcome":"taken","id":"nightly:5"}],"job":{"data":1.50}}\
                    """);
    }

    @Test
    void asksForWhatIsMeant() {
        JsonObject page = new JsonObject(stand.text("schedule_list", "{\"limit\":2}"));
        String one = "{\"queue\":\"mail\",\"id\":\"nightly\"}";
        stand.text("schedule_list", "{\"queue\":\"mail\",\"after\":\"mail nightly\"}");
        stand.text("schedule_delete", one);
        stand.text("schedule_pause", one);
        stand.text("schedule_resume", one);
        JsonObject run = new JsonObject(stand.text("schedule_run", one));
        JsonObject filled = new JsonObject(
                stand.text("schedule_backfill", "{\"queue\":\"mail\",\"id\":\"nightly\",\"from\":5,\"to\":9}"));

        assertThat(stand.asked())
                .containsExactly(
                        new ListAll(Optional.empty(), "", 2),
                        new ListAll(Optional.of(MAIL), "mail nightly", 100),
                        new ScheduleCommand.Delete(MAIL, NIGHTLY),
                        new ScheduleCommand.Pause(MAIL, NIGHTLY),
                        new ScheduleCommand.Resume(MAIL, NIGHTLY),
                        new ScheduleCommand.Run(MAIL, NIGHTLY),
                        new Backfill(MAIL, NIGHTLY, 5, 9));
        assertThat(page.getJsonArray("schedules")).hasSize(2);
        assertThat(page.getString("next")).isEqualTo("mail nightly");
        assertThat(run.getString("id")).isEqualTo("nightly:5");
        assertThat(filled.getJsonArray("ticks")).containsExactly(run);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        "cron":"0 3 * * *","every_ms":1000                | either cron or every_ms is required
        "limit":1                                         | either cron or every_ms is required
        "every_ms":5000,"catchup":"none"                  | catchup is unknown; did you mean catch_up?
        "every_ms":5000,"catch_up":{"most":5}             | catch_up.most is unknown
        "every_ms":5000,"job":{"delay":5}                 | job.delay is unknown; did you mean job.delay_ms?
        "every_ms":999                                    | every_ms must be 1000 to 31622400000, got 999
        "every_ms":1000,"tz":"UTC"                        | tz is for cron only
        "cron":"0 3 * *"                                  | cron "0 3 * *" must have five fields, or six with seconds before them, got 4
        "cron":"* * * * * * *"                            | cron "* * * * * * *" must have five fields, or six with seconds before them, got 7
        "cron":"61 * * * *"                               | cron "61 * * * *" cannot be read: Value 61 not in range [0, 59]
        "cron":"0 0 30 2 *"                               | cron must come to pass at some time, got "0 0 30 2 *"
        "cron":"0 3 * * *","tz":"Mars"                    | tz must be a time zone such as Europe/Berlin or UTC, got "Mars"
        "every_ms":1000,"overlap":"wait"                  | overlap must be one of allow, skip, queue_one, replace, got "wait"
        "every_ms":1000,"catch_up":"some"                 | catch_up must be one of none, last, all, got "some"
        "every_ms":1000,"catch_up":{"policy":"some"}      | catch_up.policy must be one of none, last, all, got "some"
        "every_ms":1000,"catch_up":{"max":0}              | catch_up.max must be 1 to 1000, got 0
        "every_ms":1000,"start":9,"end":8                 | end must not be before start, got 8 and 9
        "every_ms":1000,"start":-1                        | start must be 0 to 4102444800000, got -1
        "every_ms":1000,"end":"soon"                      | end must be ms since 1970 or a time such as 2030-01-31T08:00:00Z
        "every_ms":1000,"limit":-1                        | limit must be 0 to 1000000000, got -1
        "every_ms":1000,"job":{"id":"x"}                  | job.id is not for the job of a schedule
        "every_ms":1000,"job":{"children":[{}]}           | job.children is not for the job of a schedule
        "every_ms":1000,"job":{"run_at":5}                | job.run_at is not for the job of a schedule
        "every_ms":1000,"job":{"delay_ms":-1}             | job.delay_ms must be 0 to 31622400000, got -1
        "every_ms":1000,"job":null                        | job is required
        "every_ms":1000,"id":"a b"                        | id must be 1 to 70 letters, digits, "_", "-" and ".", got "a b"
        """)
    void saysWhatIsWrong(String fields, String fault) {
        String given = fields.contains("\"job\"") ? fields : fields + ",\"job\":{}";
        String id = fields.contains("\"id\":\"a b\"") ? "" : ",\"id\":\"i\"";

        assertThatThrownBy(() -> stand.text("schedule_put", "{\"queue\":\"mail\"" + id + "," + given + "}"))
                .hasMessage("bad request: " + fault);
    }
}
