package dev.hub.core.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The trie finds what trying every pattern would find, and forgets what is removed. */
final class PatternTrieTest {
    private static final String[] PARTS = {"a", "b", "ab", "", "*"};

    private final PatternTrie<String> trie = new PatternTrie<>();

    @Test
    void findsEveryPatternOfAChannel() {
        for (String pattern : List.of("*", "a:*", "a:b", "*:b", "*:*", "a", "a:b:*", "b:*")) {
            trie.add(new ChannelPattern(pattern), pattern);
        }

        assertThat(found("a:b")).containsExactlyInAnyOrder("*", "a:*", "a:b", "*:b", "*:*");
        assertThat(found("a")).containsExactlyInAnyOrder("*", "a");
        assertThat(found("a:b:c")).containsExactlyInAnyOrder("*", "a:*", "*:*", "a:b:*");
        assertThat(found("c")).containsExactly("*");
    }

    @Test
    void handsOverAValueOnceForEachPattern() {
        trie.add(new ChannelPattern("a:*"), "x");
        trie.add(new ChannelPattern("*:b"), "x");
        trie.add(new ChannelPattern("a:*"), "y");

        assertThat(trie.add(new ChannelPattern("a:*"), "x")).isFalse();
        assertThat(found("a:b")).containsExactlyInAnyOrder("x", "x", "y");
        assertThat(trie.size()).isEqualTo(3);
    }

    @Test
    void keepsTheOrderInWhichValuesWereAdded() {
        List<String> values = List.of("q", "a", "z", "m");
        values.forEach(value -> trie.add(new ChannelPattern("a:*"), value));

        assertThat(found("a:b")).isEqualTo(values);
    }

    @Test
    void removesOnlyWhatIsThere() {
        trie.add(new ChannelPattern("a:*"), "x");

        assertThat(trie.remove(new ChannelPattern("a:*"), "y")).isFalse();
        assertThat(trie.remove(new ChannelPattern("a:b"), "x")).isFalse();
        assertThat(trie.remove(new ChannelPattern("a:b:c"), "x")).isFalse();
        assertThat(trie.remove(new ChannelPattern("*"), "x")).isFalse();
        assertThat(trie.remove(new ChannelPattern("a:*"), "x")).isTrue();
        assertThat(trie.remove(new ChannelPattern("a:*"), "x")).isFalse();
        assertThat(trie.isEmpty()).isTrue();
    }

    @Test
    void removalFreesTheNodes() {
        for (int i = 0; i < 10_000; i++) {
            trie.add(new ChannelPattern("n" + i + ":*:x"), "v");
        }
        assertThat(trie.nodes()).isEqualTo(30_001);

        for (int i = 0; i < 10_000; i += 2) {
            trie.remove(new ChannelPattern("n" + i + ":*:x"), "v");
        }
        assertThat(trie.nodes()).isEqualTo(15_001);
        assertThat(found("n5001:a:x")).containsExactly("v");
        assertThat(found("n5000:a:x")).isEmpty();

        for (int i = 1; i < 10_000; i += 2) {
            trie.remove(new ChannelPattern("n" + i + ":*:x"), "v");
        }
        assertThat(trie.nodes()).isEqualTo(1);
        assertThat(trie.size()).isZero();
    }

    @Property(tries = 3000)
    void agreesWithTryingEveryPattern(@ForAll long seed, @ForAll @IntRange(max = 60) int changes) {
        Random random = new Random(seed);
        PatternTrie<Integer> patterns = new PatternTrie<>();
        Set<Pair> expected = new HashSet<>();
        for (int i = 0; i < changes; i++) {
            Pair pair = new Pair(new ChannelPattern(name(random)), random.nextInt(3));
            if (random.nextInt(3) == 0) {
                assertThat(patterns.remove(pair.pattern(), pair.value())).isEqualTo(expected.remove(pair));
            } else {
                assertThat(patterns.add(pair.pattern(), pair.value())).isEqualTo(expected.add(pair));
            }
        }

        for (int i = 0; i < 20; i++) {
            String channel = name(random);
            List<Integer> found = new ArrayList<>();
            patterns.collect(channel, found::add);
            assertThat(found).containsExactlyInAnyOrderElementsOf(slowly(expected, channel));
        }
        assertThat(patterns.size()).isEqualTo(expected.size());
        expected.forEach(pair -> patterns.remove(pair.pattern(), pair.value()));
        assertThat(patterns.nodes()).isEqualTo(1);
    }

    /** A pattern and what belongs to it. */
    private record Pair(ChannelPattern pattern, int value) {}

    private static List<Integer> slowly(Set<Pair> pairs, String channel) {
        return pairs.stream()
                .filter(pair -> pair.pattern().matches(channel))
                .map(Pair::value)
                .toList();
    }

    /** Good as a channel and as a pattern; never empty. */
    private static String name(Random random) {
        List<String> parts = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            parts.add(PARTS[random.nextInt(PARTS.length)]);
        }
        String name = String.join(":", parts);
        return name.isEmpty() ? "a" : name;
    }

    private List<String> found(String channel) {
        List<String> found = new ArrayList<>();
        trie.collect(channel, found::add);
        return found;
    }
}
