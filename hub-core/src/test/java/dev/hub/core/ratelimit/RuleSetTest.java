package dev.hub.core.ratelimit;

import static dev.hub.core.ratelimit.Rules.off;
import static dev.hub.core.ratelimit.Rules.rule;
import static dev.hub.core.ratelimit.Rules.split;
import static dev.hub.core.ratelimit.Rules.withLimit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.ratelimit.LimitRule.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which rules are found for what, and what stays the same from one snapshot to the next. */
class RuleSetTest {
    private static final LimitRule ONE = rule("one", Map.of("operation", "publish"), "user");
    private static final LimitRule OTHER = rule("other", Map.of(), "ip");

    private static List<String> found(RuleSet rules, Map<String, String> descriptors) {
        return rules.find(Descriptors.of(descriptors)).stream()
                .map(ActiveRule::name)
                .toList();
    }

    /** Tries each rule as its documentation says. */
    private static List<String> slowly(List<LimitRule> rules, Map<String, String> descriptors) {
        return rules.stream()
                .filter(rule -> rule.aim().match().entrySet().stream()
                        .allMatch(each -> fits(each.getValue(), descriptors.get(each.getKey()))))
                .filter(rule -> descriptors.keySet().containsAll(rule.aim().per()))
                .map(LimitRule::name)
                .sorted()
                .toList();
    }

    private static boolean fits(String pattern, @Nullable String value) {
        return value != null
                && Arrays.stream(pattern.split("\\|"))
                        .anyMatch(each -> each.endsWith("*")
                                ? value.startsWith(each.substring(0, each.length() - 1))
                                : value.equals(each));
    }

    @Property
    void findsWhatTryingEachRuleFinds(
            @ForAll("aims") List<RuleAim> aims, @ForAll("descriptors") List<Map<String, String>> asked) {
        List<LimitRule> rules = new ArrayList<>();
        aims.forEach(aim -> rules.add(rule("r" + rules.size(), aim, Scope.EXACT)));
        RuleSet set = RuleSet.of(rules);

        for (Map<String, String> each : asked) {
            List<String> expected = slowly(rules, each);

            assertThat(found(set, each)).isEqualTo(expected);
            if (!expected.isEmpty()) {
                assertThat(set.concerns(each.getOrDefault("operation", "none"))).isTrue();
                assertThat(set.concernsBeyondConnections(each.getOrDefault("operation", "none")))
                        .isTrue();
            }
        }
    }

    @Provide
    Arbitrary<List<RuleAim>> aims() {
        Arbitrary<String> patterns = Arbitraries.of("a", "b", "ab", "*", "a*", "ab*", "a|b", "b|ab*", "c", "*|a");
        Arbitrary<Map<String, String>> matches =
                Arbitraries.maps(names(), patterns).ofMaxSize(3);
        Arbitrary<List<String>> per = names().list().uniqueElements().ofMaxSize(2);
        return Combinators.combine(matches, per).as(RuleAim::of).list().ofMaxSize(12);
    }

    @Provide
    Arbitrary<List<Map<String, String>>> descriptors() {
        Arbitrary<String> values = Arbitraries.of("a", "b", "ab", "abc", "c", "d");
        return Arbitraries.maps(names(), values).ofMaxSize(4).list().ofSize(8);
    }

    private static Arbitrary<String> names() {
        return Arbitraries.of("operation", "user", "ip", "channel_namespace");
    }

    @Test
    void anUnchangedRuleStaysTheSameObjectAndAChangedOneKeepsItsId() {
        RuleSet before = RuleSet.of(List.of(ONE, OTHER));

        RuleSet after = before.next(List.of(withLimit(ONE, 7), OTHER));

        assertThat(after.named("other").orElseThrow())
                .isSameAs(before.named("other").orElseThrow());
        ActiveRule former = before.named("one").orElseThrow();
        ActiveRule changed = after.named("one").orElseThrow();
        assertThat(changed).isNotSameAs(former);
        assertThat(changed.id()).isEqualTo(former.id());
        assertThat(changed.mainArm().quota().limit()).isEqualTo(7);
    }

    @Test
    void aRuleThatComesBackHasAnotherIdAndNobodyHasItsOldOne() {
        RuleSet before = RuleSet.of(List.of(ONE));
        int former = before.named("one").orElseThrow().id();

        RuleSet after = before.next(List.of()).next(List.of(OTHER)).next(List.of(OTHER, ONE));

        assertThat(after.all())
                .extracting(ActiveRule::id)
                .doesNotContain(former)
                .doesNotHaveDuplicates();
    }

    @Test
    void aRuleThatIsOffIsNotThere() {
        RuleSet rules = RuleSet.of(List.of(off(ONE)));

        assertThat(rules.size()).isZero();
        assertThat(rules.concerns("publish")).isFalse();
        assertThat(found(rules, Map.of("operation", "publish", "user", "1"))).isEmpty();
    }

    @Test
    void tellsCheaplyWhichOperationsAreConcerned() {
        LimitRule own = rule("own", RuleAim.of(Map.of("operation", "publish|rpc"), List.of("client")), Scope.LOCAL);
        LimitRule presence = rule("presence", Map.of("operation", "presence*"), "user");

        RuleSet rules = RuleSet.of(List.of(own, presence));

        assertThat(rules.concerns("publish")).isTrue();
        assertThat(rules.concernsBeyondConnections("publish")).isFalse();
        assertThat(rules.concernsBeyondConnections("rpc")).isFalse();
        assertThat(rules.concerns("presence")).isTrue();
        assertThat(rules.concernsBeyondConnections("presence_stats")).isTrue();
        assertThat(RuleSet.of(List.of(own)).concerns("subscribe")).isFalse();
        assertThat(RuleSet.NONE.concerns("publish")).isFalse();
    }

    @Test
    void everySubjectHasANameOfItsOwn() {
        ActiveRule rule =
                RuleSet.of(List.of(rule("r", Map.of(), "user", "a"))).named("r").orElseThrow();

        assertThat(rule.subject(Descriptors.of(Map.of("user", "x", "a", "y")))).isEqualTo("a=y,user=x");
        assertThat(rule.subject(Descriptors.of(Map.of("user", "x", "a", "y,user=x"))))
                .isEqualTo("a=y%2Cuser%3Dx,user=x");
        assertThat(rule.subject(Descriptors.of(Map.of("user", "%2C", "a", ","))))
                .isEqualTo("a=%2C,user=%252C");
        // A brace would end the hash tag of the key.
        assertThat(rule.subject(Descriptors.of(Map.of("user", "{x}", "a", "1"))))
                .isEqualTo("a=1,user={x%7D");
        assertThat(rule.subject(Descriptors.of(Map.of("user", "x")))).isNull();
        assertThat(RuleSet.of(List.of(rule("all", Map.of())))
                        .named("all")
                        .orElseThrow()
                        .subject(Descriptors.NONE))
                .isEmpty();
    }

    @Test
    void aSplitGivesItsShareTheOtherQuotaAndAWiderOneKeepsThem() {
        ActiveRule ten = active(split(ONE, "user", 10));
        ActiveRule twenty = active(split(ONE, "user", 20));
        int some = 0;
        for (int user = 0; user < 10_000; user++) {
            Descriptors who = Descriptors.of(Map.of("user", "u" + user));
            some += ten.arm(who).isSplit() ? 1 : 0;

            assertThat(ten.arm(who).isSplit() && !twenty.arm(who).isSplit()).isFalse();
        }
        assertThat(some).isBetween(900, 1100);
        assertThat(ten.arm(Descriptors.NONE).isSplit()).isFalse();
    }

    @Test
    void theArmsOfASplitNeverShareALimiter() {
        Descriptors in = Descriptors.of(Map.of("tenant", "t3", "user", "u"));

        ActiveRule own = active(split(rule("own", Map.of(), "tenant"), "tenant", 99));
        ActiveRule shared = active(split(rule("shared", Map.of(), "user"), "tenant", 99));

        assertThat(own.arm(in).stateName()).isEqualTo("own");
        assertThat(shared.arm(in).isSplit()).isTrue();
        assertThat(shared.arm(in).stateName()).isEqualTo("shared:split");
        assertThat(shared.mainArm().stateName()).isEqualTo("shared");
    }

    private static ActiveRule active(LimitRule rule) {
        return RuleSet.of(List.of(rule)).named(rule.name()).orElseThrow();
    }

    @Test
    void aThousandRulesForAThousandTenantsAreNotTriedOneByOne() {
        List<LimitRule> rules = new ArrayList<>();
        for (int i = 0; i < RuleSet.MAX; i++) {
            rules.add(rule("t" + i, Map.of("operation", "publish", "tenant", "tenant-" + i), "user"));
        }
        RuleSet set = RuleSet.of(rules);
        Map<String, Integer> asked = new TreeMap<>();

        List<ActiveRule> found = set.find(name -> {
            asked.merge(name, 1, Integer::sum);
            return Map.of("operation", "publish", "tenant", "tenant-77", "user", "u")
                    .get(name);
        });

        assertThat(found).extracting(ActiveRule::name).containsExactly("t77");
        assertThat(asked.values()).allMatch(times -> times <= 3);
    }
}
