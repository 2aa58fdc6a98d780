package dev.hub.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.channel.StreamPosition;
import dev.hub.core.stream.Continuation.Complete;
import dev.hub.core.stream.Continuation.Missing;
import dev.hub.core.stream.Continuation.OtherEpoch;
import dev.hub.core.stream.Continuation.Partial;
import dev.hub.core.stream.Continuation.Verdict;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContinuationTest {
    private static final String EPOCH = "abcdefgh";

    /** The table of docs/channels.md. */
    @ParameterizedTest
    @CsvSource({
        "10,  0,   0, 0",
        "10, 10,   8, 2",
        "10,  7,   7, 0",
        "10,  4,   0, 4",
        "10, 20,   8, -1",
        "10, 20,  10, 10",
        "10, 20, 108, -1",
        " 0,  9,   8, -1",
        " 0,  9,   9, 0"
    })
    void recoversAllOrNothing(int kept, int published, int since, int recovered) {
        List<StreamEntry> stream = plain(Math.max(1, published - kept + 1), published);

        Verdict verdict = Continuation.of(at(since), slice(published, after(since, stream)));

        if (recovered < 0) {
            assertThat(verdict).isEqualTo(new Missing());
        } else {
            assertThat(verdict).isEqualTo(new Complete(after(since, stream)));
            assertThat(after(since, stream)).hasSize(recovered);
        }
    }

    @Test
    void refusesAnotherEpochWhateverTheOffsets() {
        StreamSlice slice = slice(3, plain(1, 3));

        assertThat(Continuation.of(new StreamPosition(3, "zzzzzzzz"), slice)).isEqualTo(new OtherEpoch());
        assertThat(Continuation.of(new StreamPosition(3, ""), slice)).isEqualTo(new Complete(List.of()));
    }

    @Test
    void goesOnOverAJumpOnlyFromTheOffsetThatItNames() {
        List<StreamEntry> stream = List.of(entry(2, 1), entry(3, 2), entry(1_000, 3), entry(1_001, 1_000));

        assertThat(Continuation.of(at(3), slice(1_001, after(3, stream))))
                .isEqualTo(new Complete(stream.subList(2, 4)));
        for (long lost : List.of(4L, 500L, 999L)) {
            assertThat(Continuation.of(at(lost), slice(1_001, after(lost, stream))))
                    .isEqualTo(new Missing());
        }
    }

    @Test
    void tellsABeginningFromTheWhole() {
        List<StreamEntry> stream = plain(1, 5);

        assertThat(Continuation.of(at(1), slice(5, stream.subList(1, 3)))).isEqualTo(new Partial(stream.subList(1, 3)));
        assertThat(Continuation.of(at(5), slice(5, List.of()))).isEqualTo(new Complete(List.of()));
        assertThat(Continuation.of(at(4), slice(5, List.of()))).isEqualTo(new Missing());
    }

    @Test
    void findsAHoleInTheMiddle() {
        assertThat(Continuation.of(at(0), slice(4, List.of(entry(1, 0), entry(2, 1), entry(4, 3)))))
                .isEqualTo(new Missing());
    }

    /** Some stream with jumps, trimmed somewhere, read from somewhere at or before the position, cut somewhere. */
    @Property
    void isCompleteExactlyWhenNothingBetweenPositionAndTopIsLeftOut(
            @ForAll("streams") List<StreamEntry> stream,
            @ForAll @IntRange(max = 30) int trimmed,
            @ForAll @IntRange(max = 30) int known,
            @ForAll @IntRange(max = 30) int early) {
        List<StreamEntry> kept = stream.subList(Math.min(trimmed, stream.size()), stream.size());
        long top = stream.isEmpty() ? 0 : stream.getLast().offset();
        long position = known == 0 || stream.isEmpty()
                ? 0
                : stream.get(Math.min(known, stream.size()) - 1).offset();
        long from = Math.max(0, position - early);

        Verdict verdict = Continuation.of(at(position), slice(top, after(from, kept)));

        List<StreamEntry> expected = after(position, stream);
        boolean isKept = after(position, kept).equals(expected);
        assertThat(verdict).isEqualTo(isKept ? new Complete(expected) : new Missing());
    }

    @Property
    void neverGoesOnFromAnOffsetThatNobodyPublished(
            @ForAll("streams") List<StreamEntry> stream, @ForAll @IntRange(max = 200) int offset) {
        boolean exists = offset == 0 || stream.stream().anyMatch(entry -> entry.offset() == offset);
        long top = stream.isEmpty() ? 0 : stream.getLast().offset();

        Verdict verdict = Continuation.of(at(offset), slice(top, after(offset, stream)));

        assertThat(verdict instanceof Complete).isEqualTo(exists);
        assertThat(verdict instanceof Partial).isFalse();
    }

    @Provide
    Arbitrary<List<StreamEntry>> streams() {
        Arbitrary<Integer> usual = Arbitraries.just(1);
        Arbitrary<Integer> jump = Arbitraries.integers().between(2, 20);
        return Combinators.combine(
                        Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(6, usual), net.jqwik.api.Tuple.of(1, jump))
                                .list()
                                .ofMaxSize(25),
                        Arbitraries.just(0L))
                .as((steps, start) -> {
                    List<StreamEntry> entries = new ArrayList<>();
                    long last = start;
                    for (int step : steps) {
                        entries.add(entry(last + step, last));
                        last += step;
                    }
                    return entries;
                });
    }

    private static List<StreamEntry> plain(int first, int last) {
        List<StreamEntry> entries = new ArrayList<>();
        for (int offset = first; offset <= last; offset++) {
            entries.add(entry(offset, offset - 1));
        }
        return entries;
    }

    private static StreamEntry entry(long offset, long previous) {
        return new StreamEntry(offset, previous, false, "", Store.json(offset));
    }

    private static List<StreamEntry> after(long offset, List<StreamEntry> stream) {
        return stream.stream().filter(entry -> entry.offset() > offset).toList();
    }

    private static StreamSlice slice(long top, List<StreamEntry> entries) {
        return new StreamSlice(new StreamPosition(top, EPOCH), entries);
    }

    private static StreamPosition at(long offset) {
        return new StreamPosition(offset, EPOCH);
    }
}
