package dev.hub.core.filter;

import static dev.hub.core.filter.FilterNodes.combine;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Filters agree with a slow reading of the protocol, and with the laws of logic. */
final class TagsFilterPropertyTest {
    private static final int DEPTH = 5;
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+(\\.[0-9]{1,19})?");

    @Property(tries = 5000)
    void agreesWithTheSlowReading(@ForAll("randoms") Random random) {
        FilterNode node = FilterNodes.random(random, DEPTH);
        Map<String, String> tags = FilterNodes.tags(random);

        assertThat(TagsFilter.of("tf", node).matches(tags)).isEqualTo(slowly(node, tags));
    }

    @Property(tries = 2000)
    void negationIsItsOwnOpposite(@ForAll("randoms") Random random) {
        FilterNode node = FilterNodes.random(random, DEPTH);

        TagsFilter twice = TagsFilter.of("tf", combine("not", combine("not", node)));

        assertThat(twice).isEqualTo(TagsFilter.of("tf", node));
    }

    @Property(tries = 2000)
    void obeysDeMorgan(@ForAll("randoms") Random random) {
        FilterNode a = FilterNodes.random(random, DEPTH);
        FilterNode b = FilterNodes.random(random, DEPTH);
        Map<String, String> tags = FilterNodes.tags(random);

        assertThat(matches(combine("not", combine("and", a, b)), tags))
                .isEqualTo(matches(combine("or", combine("not", a), combine("not", b)), tags));
        assertThat(matches(combine("not", combine("or", a, b)), tags))
                .isEqualTo(matches(combine("and", combine("not", a), combine("not", b)), tags));
    }

    @Property(tries = 2000)
    void equalFiltersAgree(@ForAll("randoms") Random random) {
        TagsFilter one = TagsFilter.of("tf", FilterNodes.random(random, 2));
        TagsFilter other = TagsFilter.of("tf", FilterNodes.random(random, 2));
        Map<String, String> tags = FilterNodes.tags(random);

        if (one.equals(other)) {
            assertThat(one).hasSameHashCodeAs(other);
            assertThat(one.matches(tags)).isEqualTo(other.matches(tags));
        }
    }

    private static boolean matches(FilterNode node, Map<String, String> tags) {
        return TagsFilter.of("tf", node).matches(tags);
    }

    private static boolean slowly(FilterNode node, Map<String, String> tags) {
        return switch (node.op()) {
            case "and" -> node.nodes().stream().allMatch(each -> slowly(each, tags));
            case "or" -> node.nodes().stream().anyMatch(each -> slowly(each, tags));
            case "not" -> !slowly(node.nodes().getFirst(), tags);
            default -> {
                Optional<String> tag = Optional.ofNullable(tags.get(node.key()));
                yield tag.map(present -> compares(node, present))
                        .orElse(node.cmp().equals("neq")
                                || node.cmp().equals("nin")
                                || node.cmp().equals("nex"));
            }
        };
    }

    private static boolean compares(FilterNode leaf, String tag) {
        return switch (leaf.cmp()) {
            case "eq" -> tag.equals(leaf.val());
            case "neq" -> !tag.equals(leaf.val());
            case "in" -> leaf.vals().contains(tag);
            case "nin" -> !leaf.vals().contains(tag);
            case "ex" -> true;
            case "nex" -> false;
            case "sw" -> tag.startsWith(leaf.val());
            case "ew" -> tag.endsWith(leaf.val());
            case "ct" -> tag.contains(leaf.val());
            default -> NUMBER.matcher(tag).matches() && orders(leaf, new BigDecimal(tag));
        };
    }

    private static boolean orders(FilterNode leaf, BigDecimal tag) {
        BigDecimal bound = new BigDecimal(leaf.val());
        return switch (leaf.cmp()) {
            case "gt" -> tag.compareTo(bound) > 0;
            case "gte" -> tag.compareTo(bound) >= 0;
            case "lt" -> tag.compareTo(bound) < 0;
            case "lte" -> tag.compareTo(bound) <= 0;
            default -> throw new AssertionError(leaf.cmp());
        };
    }

    @Provide
    Arbitrary<Random> randoms() {
        return Arbitraries.longs().map(Random::new);
    }
}
