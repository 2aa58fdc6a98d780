package dev.hub.core.filter;

import static dev.hub.core.filter.FilterNodes.combine;
import static dev.hub.core.filter.FilterNodes.compare;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each comparator does what it does in Centrifugo, and what makes no sense is refused with a reason. */
class TagsFilterTest {
    private static final Map<String, String> NO_TAGS = Map.of();

    /** {@code yes} and {@code no} are tags that pass and that do not; {@code absent} says whether no tag at all passes. */
    @ParameterizedTest
    @CsvSource({
        "eq,  abc, abc,    ABC,     false",
        "eq,  abc, abc,    abcd,    false",
        "neq, abc, ab,     abc,     true",
        "neq, abc, '',     abc,     true",
        "sw,  ab,  ab,     cab,     false",
        "sw,  ab,  abc,    a,       false",
        "ew,  ab,  cab,    abc,     false",
        "ct,  ab,  cabc,   acb,     false",
        "gt,  10,  10.01,  10,      false",
        "gt,  10,  100,    9,       false",
        "gt,  -2,  -1.999, -2.0,    false",
        "gte, 10,  10.0,   9.99,    false",
        "lt,  10,  9,      10.000,  false",
        "lt,  10,  -100,   +10,     false",
        "lte, 10,  010,    10.1,    false",
        "gt,  10,  11,     abc,     false",
        "lte, 10,  1,      '',      false",
        "lt,  10,  1,      ' 1',    false",
        "lt,  10,  1,      1e0,     false",
        "lt,  10,  1,      0x1,     false",
        "lt,  10,  1,      .5,      false",
        "lt,  10,  1,      5.,      false",
        "lt,  10,  1,      -,       false",
        "lt,  10,  1,      -.5,     false",
        "lt,  10,  1,      1.2.3,   false",
        "lt,  10,  1,      NaN,     false",
        "lt,  10,  -0,     \u0661,  false",
        "lt,  10,  0.0000000000000000001, 0.00000000000000000001, false",
        "gt,  9007199254740992, 9007199254740993, 9007199254740992, false",
    })
    void comparesTheTagWithTheValue(String cmp, String val, String yes, String no, boolean absent) {
        TagsFilter filter = filter(compare("k", cmp, val));

        assertThat(filter.matches(Map.of("k", yes))).isTrue();
        assertThat(filter.matches(Map.of("k", no))).isFalse();
        assertThat(filter.matches(NO_TAGS)).isEqualTo(absent);
        assertThat(filter.matches(Map.of("other", yes))).isEqualTo(absent);
    }

    @Test
    void asksWhetherTheTagIsOneOfTheValues() {
        TagsFilter in = filter(compare("k", "in", List.of("a", "b")));
        TagsFilter nin = filter(compare("k", "nin", List.of("a", "b")));

        assertThat(List.of(in.matches(Map.of("k", "b")), in.matches(Map.of("k", "c")), in.matches(NO_TAGS)))
                .containsExactly(true, false, false);
        assertThat(List.of(nin.matches(Map.of("k", "b")), nin.matches(Map.of("k", "c")), nin.matches(NO_TAGS)))
                .containsExactly(false, true, true);
    }

    @Test
    void asksWhetherTheTagIsThere() {
        TagsFilter ex = filter(compare("k", "ex", ""));
        TagsFilter nex = filter(compare("k", "nex", ""));

        assertThat(List.of(ex.matches(Map.of("k", "")), ex.matches(NO_TAGS))).containsExactly(true, false);
        assertThat(List.of(nex.matches(Map.of("k", "")), nex.matches(NO_TAGS))).containsExactly(false, true);
    }

    @Test
    void numbersOfMoreThanTwoHundredCharactersAreNone() {
        TagsFilter filter = filter(compare("k", "gte", "0"));

        assertThat(filter.matches(Map.of("k", "9".repeat(200)))).isTrue();
        assertThat(filter.matches(Map.of("k", "9".repeat(201)))).isFalse();
    }

    @Test
    void combines() {
        FilterNode a = compare("a", "eq", "1");
        FilterNode b = compare("b", "eq", "1");

        assertThat(truths(combine("and", a, b))).containsExactly(false, false, false, true);
        assertThat(truths(combine("or", a, b))).containsExactly(false, true, true, true);
        assertThat(truths(combine("not", a))).containsExactly(true, true, false, false);
        assertThat(truths(combine("and", a))).isEqualTo(truths(combine("or", a)));
    }

    private static List<Boolean> truths(FilterNode node) {
        TagsFilter filter = filter(node);
        return List.of(
                filter.matches(Map.of("a", "0", "b", "0")),
                filter.matches(Map.of("a", "0", "b", "1")),
                filter.matches(Map.of("a", "1", "b", "0")),
                filter.matches(Map.of("a", "1", "b", "1")));
    }

    @Test
    void areEqualWhenTheySayTheSame() {
        assertSame(compare("k", "in", List.of("a", "b")), compare("k", "in", List.of("b", "a", "b")));
        assertSame(compare("k", "gt", "+1.50"), compare("k", "gt", "01.5"));
        assertSame(compare("k", "neq", "a"), combine("not", compare("k", "eq", "a")));
        assertSame(compare("k", "ex", ""), combine("not", compare("k", "nex", "")));
        assertThat(filter(compare("k", "sw", "a"))).isNotEqualTo(filter(compare("k", "ew", "a")));
        assertThat(filter(compare("k", "gt", "1"))).isNotEqualTo(filter(compare("k", "gte", "1")));
    }

    private static void assertSame(FilterNode one, FilterNode other) {
        assertThat(filter(one)).isEqualTo(filter(other)).hasSameHashCodeAs(filter(other));
    }

    @Test
    void refusesWhatMakesNoSense() {
        refuses(compare("k", "", "a"), "tf.cmp must be one of eq, neq, in,", "got \"\"");
        refuses(compare("k", "like", "a"), "tf.cmp must be one of eq, neq, in,", "got \"like\"");
        refuses(compare("", "eq", "a"), "tf.key must have 1 to 256 characters, got 0");
        refuses(compare("k", "eq", ""), "tf.val must have 1 to 256 characters, got 0");
        refuses(compare("k", "eq", List.of("a")), "tf.vals must be absent for eq, got 1");
        refuses(compare("k", "in", "a"), "tf.val must be absent for in, got \"a\"");
        refuses(compare("k", "in", ""), "tf.vals must have 1 to 128 values for in, got 0");
        refuses(compare("k", "nin", List.of("a", "")), "tf.vals[1] must have 1 to 256 characters, got 0");
        refuses(compare("k", "ex", "a"), "tf.val must be absent for ex, got \"a\"");
        refuses(compare("k", "nex", List.of("a")), "tf.vals must be absent for nex, got 1");
        refuses(compare("k", "lt", "ten"), "tf.val must be a decimal number for lt, got \"ten\"");
        refuses(combine("xor"), "tf.op must be \"and\", \"or\", \"not\" or absent, got \"xor\"");
        refuses(combine("and"), "tf.nodes must not be empty for and, got none");
        refuses(combine("not"), "tf.nodes must be exactly one for not, got 0");
        refuses(combine("or", combine("and", compare("", "eq", ""))), "tf.nodes[0].nodes[0].key must have");
        refuses(
                new FilterNode("", "k", "ex", "", List.of(), List.of(compare("k", "ex", ""))),
                "tf.nodes must be absent for a leaf, got 1");
        refuses(
                new FilterNode("and", "k", "", "", List.of(), List.of(compare("k", "ex", ""))),
                "tf.key must be absent for and, got \"k\"");
    }

    @Test
    void refusesWhatIsBeyondTheLimits() {
        FilterNode leaf = compare("k", "ex", "");

        assertThat(filter(nested(15, leaf)).matches(NO_TAGS)).isTrue();
        refuses(nested(16, leaf), "must be nested at most 16 deep, got 17");
        filter(combine("or", Collections.nCopies(127, leaf).toArray(FilterNode[]::new)));
        refuses(
                combine("or", Collections.nCopies(128, leaf).toArray(FilterNode[]::new)),
                "tf.nodes[127] must be one of at most 128 nodes, got 129");
        filter(compare("k".repeat(256), "in", Collections.nCopies(128, "v".repeat(256))));
        refuses(compare("k", "in", Collections.nCopies(129, "v")), "tf.vals must have 1 to 128 values for in, got 129");
        refuses(compare("k".repeat(257), "ex", ""), "tf.key must have 1 to 256 characters, got 257");
        refuses(compare("k", "x".repeat(1000), ""), "\"" + "x".repeat(40) + "...\"");
    }

    private static FilterNode nested(int levels, FilterNode leaf) {
        FilterNode node = leaf;
        for (int i = 0; i < levels; i++) {
            node = combine("not", node);
        }
        return node;
    }

    private static void refuses(FilterNode node, String... parts) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> filter(node))
                .satisfies(refused -> assertThat(refused.getMessage()).contains(parts));
    }

    private static TagsFilter filter(FilterNode node) {
        return TagsFilter.of("tf", node);
    }

    @Test
    void combinesWithAnotherIntoOneThatIsEqualHoweverOftenItIsMade() {
        TagsFilter red = TagsFilter.of("f", new FilterNode("", "team", "eq", "red", List.of(), List.of()));
        TagsFilter big = TagsFilter.of("f", new FilterNode("", "size", "gt", "9", List.of(), List.of()));

        assertThat(red.and(big).matches(Map.of("team", "red", "size", "10"))).isTrue();
        assertThat(red.and(big).matches(Map.of("team", "red", "size", "9"))).isFalse();
        assertThat(red.and(big).matches(Map.of("size", "10"))).isFalse();
        assertThat(red.and(big)).isEqualTo(red.and(big)).hasSameHashCodeAs(red.and(big));
        assertThat(red.and(red)).isSameAs(red);
    }
}
