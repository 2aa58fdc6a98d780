package dev.hub.verticles.loss;

import dev.hub.verticles.loss.scene.Schedule;
import dev.hub.verticles.loss.scene.Stage;
import java.time.Duration;

/** A schedule of faults on a stage. */
record FaultPlay(Stage stage, Schedule schedule) implements Disturbance {
    private static final Duration LAST_CALM = Duration.ofSeconds(1);

    @Override
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
