package dev.hub.verticles.ratelimit.rules;

import static dev.hub.verticles.Instance.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.HubLimitRules;
import dev.hub.core.bus.LimitRuleCommand.By;
import dev.hub.core.bus.LimitRuleCommand.Changed;
import dev.hub.core.bus.LimitRuleCommand.Entries;
import dev.hub.core.bus.NodeCommand;
import dev.hub.core.config.RateLimitsConfig;
import dev.hub.core.protocol.HubException;
import dev.hub.core.ratelimit.ActiveRule;
import dev.hub.core.ratelimit.CurrentLimits;
import dev.hub.core.ratelimit.Descriptors;
import dev.hub.core.ratelimit.LimitRule;
import dev.hub.core.ratelimit.ModelPrice;
import dev.hub.core.ratelimit.RuleEntry;
import dev.hub.core.ratelimit.RuleOrigin;
import dev.hub.core.ratelimit.RuleSet;
import dev.hub.core.ratelimit.notation.RuleNotation;
import dev.hub.core.ratelimit.store.LoggedChange;
import dev.hub.core.ratelimit.store.StoredKind;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.FaultProxy;
import dev.hub.core.testkit.Standalone;
import dev.hub.verticles.Instance;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two instances on one server; the second one behind a proxy. */
class LimitRuleVerticleIT {
    private static final By ANNA = By.of("anna");
    private static final LimitRule OF_FILE =
            rule("{'name':'of-file','match':{'operation':'other'},'limit':1,'period':'1s'}");
    private static final LimitRule PUBLISH =
            rule("{'name':'publish','match':{'operation':'publish'},'per':['user'],'limit':5,'period':'1m'}");
    private static final Descriptors PUBLISHING =
            Descriptors.of(Map.of("operation", "publish", "user", "u", "client", "c"));

    private static Standalone valkey;
    private static FaultProxy proxy;
    private static Kept here;
    private static Kept there;

    /** An instance with rules. */
    private record Kept(Instance instance, CurrentLimits limits) {
        static Kept start(String name, String url) {
            Instance instance = Instance.start(name, url, "t:");
            CurrentLimits limits = new CurrentLimits(RuleSet.of(List.of(OF_FILE)));
            RateLimitsConfig config = RateLimitsConfig.defaults().withRules(List.of(OF_FILE));
            instance.deploy(new LimitRuleVerticle(instance.access(), instance.bus(), limits, config));
            Kept kept = new Kept(instance, limits);
            kept.awaitHealth();
            return kept;
        }

        boolean isUp() {
            return get(instance.bus()
                            .request(Addresses.NODE, new NodeCommand.CheckHealth(), NodeCommand.HealthReport.class))
                    .isUp();
        }

        void awaitHealth() {
            await().until(this::isUp);
        }

        HubLimitRules rules() {
            return HubLimitRules.of(instance.bus());
        }

        Optional<ActiveRule> named(String name) {
            return limits.rules().named(name);
        }

        List<String> publishing() {
            return limits.rules().find(PUBLISHING).stream()
                    .map(ActiveRule::name)
                    .toList();
        }
    }

    private static LimitRule rule(String json) {
        return RuleNotation.read(new JsonObject(json.replace('\'', '"')).getMap());
    }

    @BeforeAll
    static void start() {
        valkey = Standalone.start(Engine.REDIS62);
        proxy = FaultProxy.before(valkey.server());
        here = Kept.start("here", valkey.url());
        there = Kept.start("there", "valkey://" + proxy.address());
    }

    @AfterAll
    static void stop() {
        here.instance().close();
        there.instance().close();
        proxy.close();
        valkey.close();
    }

    @BeforeEach
    void bothInstancesAreWell() {
        here.awaitHealth();
        there.awaitHealth();
    }

    @AfterEach
    void forgetWhatWasSet() {
        proxy.pass();
        for (RuleEntry each : get(here.rules().list()).rules()) {
            if (each.origin() == RuleOrigin.API) {
                await().ignoreExceptions()
                        .until(() -> get(here.rules().delete(each.rule().name(), ANNA)) != null);
            }
        }
    }

    @Test
    void aChangeHoldsEverywhereWhenItIsAnswered() {
        Changed changed = get(here.rules().put(PUBLISH, ANNA));

        assertThat(changed.isNews()).isTrue();
        assertThat(here.publishing())
                .containsExactly("default-publish", "publish")
                .doesNotContain("of-file");
        assertThat(there.named("publish").map(ActiveRule::rule)).contains(PUBLISH);
    }

    @Test
    void aChangeOfAQuotaKeepsTheRulesIdAndLeavesOtherRulesAlone() {
        get(here.rules().put(PUBLISH, ANNA));
        ActiveRule before = there.named("publish").orElseThrow();
        ActiveRule other = there.named("default-rpc").orElseThrow();

        get(here.rules()
                .put(
                        rule(
                                "{'name':'publish','match':{'operation':'publish'},'per':['user'],'limit':9,'period':'1m'}"),
                        ANNA));

        ActiveRule after = there.named("publish").orElseThrow();
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.mainArm().quota().limit()).isEqualTo(9);
        assertThat(there.named("default-rpc").orElseThrow()).isSameAs(other);
    }

    @Test
    void whatIsSetLiesOverTheFileAndTheBuiltInRulesUntilItIsDeleted() {
        get(here.rules().put(rule("{'name':'of-file','match':{'operation':'other'},'limit':7,'period':'1s'}"), ANNA));
        get(here.rules().put(rule("{'name':'default-publish','limit':7,'period':'1s','mode':'off'}"), ANNA));

        assertThat(there.named("of-file").orElseThrow().mainArm().quota().limit())
                .isEqualTo(7);
        assertThat(there.publishing()).isEmpty();
        assertThat(get(there.rules().list()).rules())
                .filteredOn(each -> each.origin() == RuleOrigin.API)
                .extracting(RuleEntry::replaces)
                .containsExactly(Optional.of(RuleOrigin.DEFAULT), Optional.of(RuleOrigin.FILE));

        get(there.rules().delete("of-file", ANNA));
        get(there.rules().delete("default-publish", ANNA));

        assertThat(here.named("of-file").map(ActiveRule::rule)).contains(OF_FILE);
        assertThat(here.publishing()).containsExactly("default-publish");
    }

    @Test
    void whatWasNeverSetCannotBeDeleted() {
        assertThatThrownBy(() -> get(here.rules().delete("of-file", ANNA)))
                .isInstanceOf(HubException.class)
                .hasMessage("bad request: of-file is a rule of the configuration file; put it with mode off instead");
        assertThatThrownBy(() -> get(here.rules().delete("default-rpc", ANNA)))
                .hasMessage("bad request: default-rpc is a rule that is built in; put it with mode off instead");
        assertThat(get(here.rules().delete("nothing", ANNA)).isNews()).isFalse();
    }

    @Test
    void aChangeOnAnOldVersionIsRefused() {
        String version = get(here.rules().list()).version();
        get(there.rules().put(PUBLISH, ANNA));

        By late = new By("bert", Optional.of(version));

        assertThatThrownBy(() -> get(here.rules().put(OF_FILE, late)))
                .isInstanceOfSatisfying(HubException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(107);
                    assertThat(refusal.text()).contains("somebody changed them meanwhile, got " + version);
                });
    }

    @Test
    void theLogHasWhoAndWhat() {
        get(here.rules().put(PUBLISH, ANNA));
        get(there.rules().delete("publish", By.of("bert")));

        List<LoggedChange> log = get(there.rules().log("", 2));

        assertThat(log).extracting(LoggedChange::who).containsExactly("bert", "anna");
        assertThat(log).extracting(LoggedChange::name).containsOnly("publish");
        assertThat(log.getFirst().after()).isEmpty();
        assertThat(rule(log.getFirst().before())).isEqualTo(PUBLISH);
        assertThat(rule(log.getLast().after())).isEqualTo(PUBLISH);
        assertThat(log).extracting(LoggedChange::kind).containsOnly(StoredKind.RULE);
    }

    @Test
    void aRuleThatCannotBeReadDoesNotBreakTheOthers() {
        valkey.server()
                .ask(
                        "HSET", "t:{n}:limits",
                        "r:nojson", "{",
                        "r:noobject", "[]",
                        "r:of-file", "{\"name\":\"of-file\",\"algorithm\":\"of_tomorrow\",\"limit\":1,\"period_ms\":1}",
                        "r:newer", "{\"name\":\"newer\",\"limit\":1,\"period_ms\":1,\"option_of_tomorrow\":{}}",
                        "p:m", "7",
                        "x:kind-of-tomorrow", "{}",
                        "v", "9000000000000000");

        await().until(() -> there.named("newer").isPresent());
        Entries entries = get(there.rules().list());
        assertThat(entries.unreadable().keySet()).containsExactlyInAnyOrder("nojson", "noobject", "of-file", "price m");
        assertThat(there.named("of-file").map(ActiveRule::rule)).contains(OF_FILE);
        get(here.rules().put(PUBLISH, ANNA));
        assertThat(there.named("publish")).isPresent();

        get(here.rules().delete("nojson", ANNA));
        get(here.rules().delete("noobject", ANNA));
        get(here.rules().delete("of-file", ANNA));
        get(here.rules().deletePrice("m", ANNA));
        assertThat(get(there.rules().list()).unreadable()).isEmpty();
    }

    @Test
    void pricesHoldEverywhereToo() {
        get(here.rules().putPrice(new ModelPrice("gpt*", 1, 2, 3), ANNA));

        assertThat(there.limits().prices().of("gpt-4")).contains(new ModelPrice("gpt*", 1, 2, 3));

        get(there.rules().deletePrice("gpt*", ANNA));
        assertThat(here.limits().prices().of("gpt-4")).isEmpty();
    }

    @Test
    void anInstanceThatIsCutOffIsNamedAndFollowsWhenItIsBack() {
        proxy.refuse();
        proxy.cut();

        assertThatThrownBy(() -> get(here.rules().put(PUBLISH, ANNA)))
                .isInstanceOfSatisfying(HubException.class, refusal -> {
                    assertThat(refusal.isTemporary()).isTrue();
                    assertThat(refusal.text()).contains("there");
                });
        assertThat(here.named("publish")).isPresent();
        assertThat(there.named("publish")).isEmpty();
        assertThat(there.publishing()).containsExactly("default-publish");

        proxy.pass();

        await().atMost(LimitRuleVerticle.LOOK.multipliedBy(3))
                .until(() -> there.named("publish").isPresent());
    }

    @Test
    void aLateInstanceIsNotHealthyBeforeItKnowsWhatWasSet() {
        get(here.rules().put(PUBLISH, ANNA));

        Kept late = Kept.start("late", valkey.url());
        try {
            assertThat(late.named("publish")).isPresent();
        } finally {
            late.instance().close();
        }
        await().atMost(Duration.ofSeconds(8))
                .ignoreExceptions()
                .until(() -> get(here.rules().put(PUBLISH, ANNA)) != null);
    }
}
