package dev.hub.verticles.loss.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.verticles.loss.judge.Violation.Kind;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a reader went through is compared with what was acknowledged. */
class TrackTest {
    private final Violations violations = new Violations();
    private final Ledger ledger = new Ledger(List.of("c"), violations);
    private final Track track = new Track("reader", ledger.of("c"));

    @BeforeEach
    void acknowledgeThree() {
        for (int n = 1; n <= 3; n++) {
            ledger.of("c").acknowledge(message(n), at(n), n);
        }
        track.joined(at(0));
    }

    private static Message message(int n) {
        return new Message("w", n);
    }

    private static Position at(long offset) {
        return new Position("e", offset);
    }

    private void get(int... numbers) {
        for (int n : numbers) {
            track.received(message(n), n, null);
        }
    }

    private Set<Kind> found() {
        track.close();
        return violations.counts().keySet();
    }

    @Test
    void everythingOnceAndInOrderIsWell() {
        get(1);
        track.resumed(at(1), true);
        get(2, 3);

        assertThat(track.isComplete()).isTrue();
        assertThat(found()).isEmpty();
    }

    @Test
    void aHoleIsFound() {
        get(1, 3);

        assertThat(found()).containsExactly(Kind.MISSING);
        assertThat(violations.of(Kind.MISSING).getFirst().text()).contains("reader", "w-2", "e:2");
    }

    @Test
    void aMissingTailIsFound() {
        get(1, 2);

        assertThat(track.isComplete()).isFalse();
        assertThat(found()).containsExactly(Kind.MISSING);
    }

    @Test
    void aPublicationThatComesTwiceIsFound() {
        get(1, 2, 2, 3);

        assertThat(found()).containsExactly(Kind.DUPLICATE);
    }

    @Test
    void aPublicationThatComesLateIsFound() {
        get(1, 3, 2);

        assertThat(found()).contains(Kind.REORDERED);
    }

    @Test
    void anotherContentAtTheSamePositionIsFound() {
        get(1, 2);
        track.received(message(9), 3, null);

        assertThat(found()).contains(Kind.REWRITTEN, Kind.MISSING);
    }

    @Test
    void thePublicationThatIsAcknowledgedAtAnotherPlaceThanShownIsALostPlace() {
        ledger.of("c").sight(message(4), at(4));
        ledger.of("c").acknowledge(message(4), at(1_000_000), 9);
        get(1, 2, 3, 4);
        track.received(message(4), 1_000_000, null);

        assertThat(found()).containsExactly(Kind.REPEATED);
        assertThat(ledger.of("c").lostPlaces()).isEqualTo(1);
        assertThat(Verdict.of(ledger, Tolerance.none()).passed()).isFalse();
        assertThat(Verdict.of(ledger, Tolerance.ofLostTails()).passed()).isTrue();
    }

    @Test
    void aJumpOfOffsetsIsNoHole() {
        ledger.of("c").acknowledge(message(4), at(1 << 20), 9);
        get(1, 2, 3);
        track.received(message(4), 1 << 20, null);

        assertThat(found()).isEmpty();
    }

    @Test
    void whatIsKeptUnderTheNameOfTheNextEpochIsNoLostPlace() {
        get(1);
        track.resumed(new Position("f", 1), false);
        track.received(message(2), 2, null);

        assertThat(ledger.of("c").lostPlaces()).isZero();
    }

    @Test
    void whoGoesOnOverAJumpAndIsToldAfterwardsWasToldLate() {
        ledger.of("c").acknowledge(message(4), at(1 << 21), 9);
        get(1);
        track.received(message(4), 1 << 21, null);
        track.resumed(new Position("f", 1 << 21), false);

        assertThat(found()).containsExactlyInAnyOrder(Kind.TOLD, Kind.TOLD_LATE);
        assertThat(violations.counts()).containsEntry(Kind.TOLD_LATE, 2);
    }

    @Test
    void whoGoesOnOverAJumpAndIsNeverToldMissesWhatWasThere() {
        ledger.of("c").acknowledge(message(4), at(1 << 21), 9);
        get(1);
        track.received(message(4), 1 << 21, null);

        assertThat(found()).containsExactly(Kind.MISSING);
    }

    @Test
    void whoGoesOnOverAHoleThatIsNoJumpMissesItThoughToldAfterwards() {
        get(1, 3);
        track.resumed(new Position("f", 3), false);

        assertThat(found()).containsExactlyInAnyOrder(Kind.TOLD, Kind.MISSING);
    }

    @Test
    void whatALaterOneWasAcknowledgedBelowIsFound() {
        ledger.of("c").acknowledge(message(4), at(6), 9);
        ledger.of("c").acknowledge(message(5), at(5), 10);

        assertThat(violations.counts()).containsOnlyKeys(Kind.REVERSED);
    }

    @Test
    void whoWasToldIsNotOwedWhatLiesBetween() {
        get(1);
        track.resumed(at(2), false);
        get(3);

        assertThat(found()).containsExactly(Kind.TOLD);
    }

    @Test
    void whoWasToldIsStillOwedWhatLiesAround() {
        ledger.of("c").acknowledge(message(4), at(4), 9);
        ledger.of("c").acknowledge(message(5), at(5), 9);
        get(2);
        track.resumed(at(3), false);
        get(5);

        assertThat(found()).containsExactlyInAnyOrder(Kind.TOLD, Kind.MISSING);
        assertThat(violations.of(Kind.MISSING))
                .extracting(Violation::text)
                .hasSize(2)
                .anyMatch(text -> text.contains("w-1"))
                .anyMatch(text -> text.contains("w-4"));
    }

    @Test
    void anEpochThatAReaderWasNotToldOfIsOwed() {
        ledger.of("c").acknowledge(message(4), new Position("f", 1), 9);
        get(1, 2, 3);

        assertThat(found()).containsExactly(Kind.MISSING);
    }

    @Test
    void whatFollowsInAnotherEpochAfterBeingToldIsOwed() {
        ledger.of("c").acknowledge(message(4), new Position("f", 1), 9);
        ledger.of("c").acknowledge(message(5), new Position("f", 2), 9);
        get(1, 2);
        track.resumed(new Position("f", 0), false);
        track.received(message(4), 1, null);

        assertThat(found()).containsExactlyInAnyOrder(Kind.TOLD, Kind.MISSING);
        assertThat(violations.of(Kind.MISSING))
                .singleElement()
                .extracting(Violation::text)
                .asString()
                .contains("w-5");
    }

    @Test
    void aRecoveryIntoAnotherEpochIsFound() {
        get(1);
        track.resumed(new Position("f", 1), true);

        assertThat(found()).contains(Kind.FOREIGN_EPOCH);
    }

    @Test
    void aPublicationOfAnotherEpochIsFound() {
        track.received(message(1), 1, "f");

        assertThat(found()).contains(Kind.FOREIGN_EPOCH);
    }

    @Test
    void beingTornOffIsFoundAndForgivenOnlyWhereATailWasLost() {
        get(1, 2, 3);
        track.interrupted("2500");

        assertThat(found()).containsExactly(Kind.INTERRUPTED);
        assertThat(Verdict.of(ledger, Tolerance.ofLostTails()).failures())
                .anyMatch(text -> text.contains("INTERRUPTED"));
    }

    @Test
    void aLatecomerIsOwedTheWholeEpochAndNothingOfEarlierOnes() {
        ledger.of("c").acknowledge(message(4), new Position("f", 7), 9);
        ledger.of("c").acknowledge(message(5), new Position("f", 8), 10);
        Track late = new Track("late", ledger.of("c"));
        Position beginning = Objects.requireNonNull(ledger.of("c").beginning());
        late.comesLate(beginning, false);
        late.resumed(beginning, true);
        late.received(message(5), 8, null);
        late.close();

        assertThat(violations.counts()).containsOnlyKeys(Kind.MISSING);
        assertThat(violations.of(Kind.MISSING))
                .singleElement()
                .extracting(Violation::text)
                .asString()
                .contains("w-4");
    }

    @Test
    void whatIsGoneFromTheStreamIsFoundWhereNothingAcknowledgedMayBeLost() {
        Track late = new Track("late", ledger.of("c"));
        ledger.of("c").acknowledge(message(4), new Position("f", 7), 9);
        Position beginning = Objects.requireNonNull(ledger.of("c").beginning());
        late.comesLate(beginning, true);
        late.resumed(beginning, true);
        late.received(message(1), 1, null);
        late.received(message(2), 2, null);
        late.received(message(4), 7, null);
        late.close();

        assertThat(violations.of(Kind.MISSING))
                .singleElement()
                .extracting(Violation::text)
                .asString()
                .contains("w-3");
    }

    @Test
    void whatWasThereBeforeTheReaderIsNotOwed() {
        Track late = new Track("late", ledger.of("c"));
        late.joined(at(2));
        late.received(message(3), 3, null);
        late.close();

        assertThat(violations.counts()).isEmpty();
    }
}
