package dev.hub.core.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.capacity.Signals.Probe;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class CapacityControllerTest {
    private static final long MANY = 1000;
    private static final Signals FINE = new Signals(500, Probe.answered(300), 40, 0, MANY);
    private static final Signals LATE = new Signals(600_000, Probe.answered(300), 40, 0, MANY);

    private final CapacityController controller = new CapacityController(CapacityTargets.DEFAULT);

    @Test
    void admitsEverythingWhileAllIsFine() {
        assertThat(after(1000, FINE)).isEqualTo(Capacity.FULL);
    }

    @Test
    void forgivesLessThanASecond() {
        after(10, FINE);

        assertThat(after(3, LATE)).isEqualTo(Capacity.FULL);
        assertThat(after(10, FINE)).isEqualTo(Capacity.FULL);
    }

    @Test
    void admitsLessWhileLoopsAreLate() {
        assertThat(after(4, LATE)).isLessThan(Capacity.FULL);
        assertThat(after(8, LATE)).isLessThan(5);
    }

    @Test
    void neverAdmitsNothing() {
        assertThat(after(10_000, LATE)).isEqualTo(0.5);
    }

    @Test
    void admitsEverythingAgainWithinHalfAMinuteOfCalm() {
        after(10_000, LATE);

        assertThat(after(100, FINE)).isEqualTo(Capacity.FULL);
    }

    @Test
    void staysWhereItIsBetweenCalmAndTarget() {
        after(10, LATE);
        double level = controller.next(FINE, 1);

        assertThat(after(100, new Signals(400_000, Probe.answered(300), 40, 0, MANY)))
                .isEqualTo(level);
    }

    @Test
    void reactsWhenValkeyTakesMuchLongerThanItDid() {
        after(100, FINE);

        assertThat(after(20, new Signals(500, Probe.answered(400_000), 40, 0, MANY)))
                .isLessThan(Capacity.FULL / 2);
    }

    @Test
    void doesNotMindMicrosecondsBecomingMilliseconds() {
        after(100, FINE);

        assertThat(after(100, new Signals(500, Probe.answered(40_000), 40, 0, MANY)))
                .isEqualTo(Capacity.FULL);
    }

    @Test
    void reactsWhenEveryQuestionRunsOutOfTheSameTime() {
        Signals mute = new Signals(500, Probe.failed(1_000_000), 40, 0, MANY);
        controller.next(mute, 1);

        assertThat(after(10_000, mute)).isEqualTo(0.5);
    }

    @Test
    void leavesAnswersToOthersWhileValkeyIsKnownToBeAway() {
        assertThat(after(100, new Signals(500, Probe.NONE, 40, 0, MANY))).isEqualTo(Capacity.FULL);
    }

    @Test
    void takesABusyMachineForOverloadOnlyWhenLoopsAreLateToo() {
        assertThat(after(100, new Signals(500, Probe.answered(300), 100, 0, MANY)))
                .isEqualTo(Capacity.FULL);
        assertThat(after(100, new Signals(300_000, Probe.answered(300), 100, 0, MANY)))
                .isLessThan(Capacity.FULL);
    }

    @Test
    void doesNotAdmitMoreWhileTheMachineIsBusyAndLoopsAreNotPrompt() {
        after(10, LATE);
        double level = controller.next(FINE, 1);

        assertThat(after(100, new Signals(200_000, Probe.answered(300), 100, 0, MANY)))
                .isEqualTo(level);
    }

    @Test
    void admitsEverythingAgainWhileOthersKeepTheMachineBusy() {
        after(10_000, LATE);

        assertThat(after(100, new Signals(500, Probe.answered(300), 100, 0, MANY)))
                .isEqualTo(Capacity.FULL);
    }

    @Test
    void aLateLookCountsForAllTheTimeThatHasPassedAndLowersTheLevelOnce() {
        assertThat(controller.next(LATE, 8)).isEqualTo(9);
    }

    @Test
    void reactsToWhatWaitsForClients() {
        assertThat(after(10, new Signals(500, Probe.answered(300), 40, 90, MANY)))
                .isLessThan(Capacity.FULL);
    }

    @Test
    void doesNotShedWhenHardlyAnythingIsAskedFor() {
        Signals starting = new Signals(3_000_000, Probe.answered(300), 100, 0, 3);

        assertThat(after(100, starting)).isEqualTo(Capacity.FULL);
        after(100, LATE);
        assertThat(after(10, starting)).isEqualTo(Capacity.FULL);
    }

    /** A server that does 100 units in each tick, of 10 priorities with 20 each: it must find half. */
    @Test
    void findsWhatASystemCanDo() {
        Capacity capacity = new Capacity(10);
        Random random = new Random(7);
        double backlog = 0;
        double served = 0;
        double best = 0;
        int ticks = 4000;

        for (int tick = 0; tick < ticks; tick++) {
            for (int priority = 0; priority < 10; priority++) {
                for (int i = 0; i < 20; i++) {
                    if (capacity.admits(priority, random.nextDouble())) {
                        backlog++;
                        best += priority < 5 ? 1 : 0;
                    }
                }
            }
            double done = Math.min(100, backlog);
            served += done;
            backlog -= done;
            capacity.set(controller.next(new Signals((long) (backlog * 5000), Probe.answered(300), 90, 0, MANY), 1));
        }

        assertThat(served / ticks).as("units a tick, of 100").isGreaterThan(85);
        assertThat(best / served).as("share of the higher priorities").isGreaterThan(0.75);
        assertThat(backlog).as("units that wait").isLessThan(1000);
    }

    private double after(int moments, Signals signals) {
        double level = 0;
        for (int i = 0; i < moments; i++) {
            level = controller.next(signals, 1);
        }
        return level;
    }
}
