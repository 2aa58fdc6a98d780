package dev.hub.verticles.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.bus.JobWorker;
import dev.hub.core.job.JobClaim;
import dev.hub.verticles.job.Crew.Turn;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CrewTest {
    private static final JobWorker ANN = new JobWorker.OfVerticle("a", "ann");
    private static final JobWorker BOB = new JobWorker.OfVerticle("b", "bob");

    private final Crew crew = new Crew();

    private int room(JobWorker worker) {
        return crew.turns().stream()
                .filter(turn -> turn.worker().equals(worker))
                .mapToInt(Turn::room)
                .sum();
    }

    @Test
    void givesALoneWorkerOneTurnForAllItTakes() {
        crew.join(ANN, 1_000, 0);

        assertThat(crew.turns()).containsExactly(new Turn(ANN, 1_000, false));
    }

    @Test
    void letsWorkersTakeTurnsWithoutExceedingTheCreditOfAny() {
        crew.join(ANN, 20, 0);
        crew.join(BOB, 3, 0);

        assertThat(room(ANN)).isEqualTo(20);
        assertThat(room(BOB)).isEqualTo(3);
        assertThat(crew.turns().subList(0, 2)).containsExactly(new Turn(ANN, 3, false), new Turn(BOB, 1, false));
    }

    @Test
    void beginsWithWhoHasTheFewest() {
        crew.join(ANN, 2, 0);
        crew.join(BOB, 2, 0);
        crew.take(ANN, new JobClaim("1", 1));

        assertThat(crew.turns().stream().map(Turn::worker).collect(Collectors.toList()))
                .containsExactly(BOB, ANN, BOB);
    }

    @Test
    void countsWhatAWorkerHasUntilNobodyHasIt() {
        crew.join(ANN, 1, 0);
        crew.take(ANN, new JobClaim("1", 1));
        assertThat(crew.turns()).isEmpty();

        crew.drop(new JobClaim("1", 2));
        assertThat(crew.turns()).isEmpty();
        crew.drop(new JobClaim("1", 1));

        assertThat(room(ANN)).isEqualTo(1);
    }

    @Test
    void givesThoseTheirTurnLastWhoDoNotBeginAtOnce() {
        crew.join(ANN, 1, 4);
        crew.join(BOB, 2, 0);
        crew.take(ANN, new JobClaim("1", 1));
        crew.take(BOB, new JobClaim("2", 1));
        crew.take(BOB, new JobClaim("3", 1));
        crew.drop(new JobClaim("3", 1));

        assertThat(crew.turns()).containsExactly(new Turn(BOB, 1, false), new Turn(ANN, 4, true));
    }

    @Test
    void countsOnlyWhatIsWorkedOn() {
        crew.join(ANN, 1, 4);
        crew.take(ANN, new JobClaim("1", 1));
        crew.take(ANN, new JobClaim("2", 1));

        assertThat(crew.credit()).isOne();
        assertThat(crew.working()).isOne();
        assertThat(room(ANN)).isEqualTo(3);
    }

    @Test
    void hasNoRoomForLessCreditThanIsHeld() {
        crew.join(ANN, 2, 0);
        crew.take(ANN, new JobClaim("1", 1));
        crew.take(ANN, new JobClaim("2", 1));
        crew.join(ANN, 1, 0);

        crew.drop(new JobClaim("1", 1));
        assertThat(crew.turns()).isEmpty();
        crew.leave(ANN);

        assertThat(crew.isEmpty()).isTrue();
    }
}
