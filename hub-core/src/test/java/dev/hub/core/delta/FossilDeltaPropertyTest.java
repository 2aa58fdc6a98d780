package dev.hub.core.delta;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What is encoded comes out again, and damage is refused or harmless. */
final class FossilDeltaPropertyTest {
    private static final int MAX_SIZE = 20_000;

    @Property(tries = 2000)
    void editedTextComesOutAgainAndItsDeltaIsText(
            @ForAll("randoms") Random random,
            @ForAll @IntRange(max = 3000) int size,
            @ForAll @IntRange(max = 8) int edits) {
        Edits source = new Edits(random);
        String base = source.json(size);
        String target = base;
        for (int i = 0; i < edits; i++) {
            target = source.edited(target);
        }

        byte[] delta = roundTrip(base.getBytes(UTF_8), target.getBytes(UTF_8));

        assertThat(new String(delta, UTF_8).getBytes(UTF_8)).isEqualTo(delta);
    }

    @Property(tries = 2000)
    void editedBytesComeOutAgain(
            @ForAll("randoms") Random random,
            @ForAll @IntRange(max = 2000) int size,
            @ForAll @IntRange(min = 1, max = 256) int alphabet,
            @ForAll @IntRange(max = 8) int edits) {
        Edits source = new Edits(random);
        byte[] base = source.bytes(size, alphabet);
        byte[] target = base;
        for (int i = 0; i < edits; i++) {
            target = source.edited(target);
        }

        roundTrip(base, target);
    }

    @Property(tries = 2000)
    void unrelatedBytesComeOutAgain(@ForAll byte[] base, @ForAll byte[] target) {
        roundTrip(base, target);
    }

    @Property(tries = 5000)
    void damagedDeltasAreRefusedOrHarmless(@ForAll("randoms") Random random, @ForAll @IntRange(max = 300) int size) {
        Edits source = new Edits(random);
        byte[] base = source.json(size).getBytes(UTF_8);
        byte[] delta = FossilDelta.encode(base, source.edited(source.edited(base)));

        appliesOrRefuses(base, source.damaged(delta));
    }

    @Property(tries = 2000)
    void arbitraryBytesAreRefusedOrHarmless(@ForAll byte[] base, @ForAll byte[] delta) {
        appliesOrRefuses(base, delta);
    }

    private static byte[] roundTrip(byte[] base, byte[] target) {
        byte[] delta = FossilDelta.encode(base, target);

        assertThat(FossilDelta.apply(base, delta, target.length)).isEqualTo(target);
        assertThat(delta.length).isLessThanOrEqualTo(target.length + 16);
        return delta;
    }

    private static void appliesOrRefuses(byte[] base, byte[] delta) {
        try {
            assertThat(FossilDelta.apply(base, delta, MAX_SIZE)).hasSizeLessThanOrEqualTo(MAX_SIZE);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageStartingWith("delta is malformed at byte ");
        }
    }

    @Provide
    Arbitrary<Random> randoms() {
        return Arbitraries.longs().map(Random::new);
    }
}
