package dev.hub.verticles.jobs.soak.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each second from the first to the last has one job. */
class TickJudgeTest {
    private static final TickJudge JUDGE = new TickJudge("tick-0", 1_000, 9_500, 13_200);

    private static Map<Kind, Integer> found(long... ticks) {
        List<Ending> endings = Arrays.stream(ticks)
                .mapToObj(tick ->
                        Ending.of(new JsonObject().put("id", "tick-0:" + tick).put("state", "done")))
                .toList();
        Findings findings = new Findings();
        JUDGE.judge(endings, findings);
        return findings.counts();
    }

    @Test
    void isContentWithEachSecondFromTheFirstOn() {
        assertThat(found(10_000, 11_000, 12_000, 13_000)).isEmpty();
        assertThat(found(9_000, 10_000, 11_000, 12_000, 13_000, 14_000)).isEmpty();
    }

    @Test
    void seesEachSecondWithoutAJob() {
        assertThat(found(10_000, 12_000, 13_000)).containsEntry(Kind.TICK_MISSED, 1);
        assertThat(found(12_000)).as("at both ends").containsEntry(Kind.TICK_MISSED, 3);
        assertThat(found()).containsKey(Kind.TICK_MISSED);
    }

    @Test
    void seesAJobBetweenTwoSeconds() {
        assertThat(found(10_000, 11_000, 11_500, 12_000, 13_000)).containsEntry(Kind.NO_TICK, 1);
    }
}
