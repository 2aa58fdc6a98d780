package dev.hub.verticles.loss.scene;

import java.time.Duration;

/**
 * A schedule of faults on a stage.
 *
 * @param stage where they happen
 * @param schedule which of them, and when
 */
public record FaultPlay(Stage stage, Schedule schedule) {
    private static final Duration LAST_CALM = Duration.ofSeconds(1);

    /** Notes what is done when. */
    public interface Chronicle {
        /** A fault begins now. */
        void begins(String fault);

        /** It is over now. */
        void isOver();
    }

    /** Plays it out; ends when all hubs run again. */
    public void play(Chronicle chronicle) {
        for (Schedule.Step step : schedule.steps()) {
            Stage.elapse(step.calm());
            chronicle.begins(step.fault().toString());
            Stage.Aftermath aftermath = stage.inflict(step.fault());
            chronicle.isOver();
            aftermath.repair();
        }
        stage.fleet().awaitAll();
        Stage.elapse(LAST_CALM);
    }
}
