package dev.hub.verticles.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.LimitRuleCommand;
import dev.hub.core.bus.LimitRuleCommand.By;
import dev.hub.core.bus.LimitRuleCommand.Changed;
import dev.hub.core.bus.LimitRuleCommand.DeletePrice;
import dev.hub.core.bus.LimitRuleCommand.DeleteRule;
import dev.hub.core.bus.LimitRuleCommand.Entries;
import dev.hub.core.bus.LimitRuleCommand.ListAll;
import dev.hub.core.bus.LimitRuleCommand.Log;
import dev.hub.core.bus.LimitRuleCommand.PutRule;
import dev.hub.core.bus.LimitRuleCommand.ReadLog;
import dev.hub.core.protocol.HubException;
import dev.hub.core.ratelimit.DefaultRules;
import dev.hub.core.ratelimit.RuleEntry;
import dev.hub.core.ratelimit.RuleOrigin;
import dev.hub.core.ratelimit.store.LoggedChange;
import dev.hub.core.ratelimit.store.StoredKind;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the methods on rules make of their bodies, and what they answer. */
class LimitRuleMethodsTest {
    private final MethodStand<LimitRuleCommand> stand =
            new MethodStand<>(Addresses.RATE_LIMIT_RULES, LimitRuleCommand.class, LimitRuleMethodsTest::answer);

    @AfterEach
    void close() {
        stand.close();
    }

    private static Object answer(LimitRuleCommand command) {
        return switch (command) {
            case ListAll list ->
                new Entries(
                        "7",
                        List.of(new RuleEntry(
                                DefaultRules.all().getFirst(), RuleOrigin.API, Optional.of(RuleOrigin.DEFAULT))),
                        List.of(),
                        Map.of("b", "no JSON", "a", "name is missing"));
            case ReadLog log ->
                new Log(List.of(new LoggedChange("5-1", 5, "anna", StoredKind.RULE, "r", "{\"limit\":1}", "not JSON")));
            default -> new Changed("8", "{\"limit\":1}", "");
        };
    }

    private JsonObject call(String method, String body) {
        return stand.call(method, body.replace('\'', '"'));
    }

    @Test
    void putsARuleInTheNameOfWhoAsks() {
        JsonObject result = call("limit_rule_put", "{'name':'r','limit':5,'period':'1s','actor':'anna','version':'7'}");

        assertThat(stand.asked()).singleElement().isInstanceOfSatisfying(PutRule.class, put -> {
            assertThat(put.rule().name()).isEqualTo("r");
            assertThat(put.by()).isEqualTo(new By("anna", Optional.of("7")));
        });
        assertThat(result.getJsonObject("rule").getString("algorithm")).isEqualTo("token_bucket");
        assertThat(result.getString("version")).isEqualTo("8");
        assertThat(result.getBoolean("changed")).isTrue();
        assertThat(result.getJsonObject("before")).isEqualTo(new JsonObject().put("limit", 1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        limit_rule_put     | {'nam':'r','limit':-5}                 | bad request: nam is unknown; did you mean name?; name is missing; limit must be 0 to 1000000000000, got -5
        limit_rule_put     | {'name':'r','limit':5,'period':'1s','version':'x'} | bad request: version must be one that limit_rule_list has told
        limit_rule_delete  | {}                                     | bad request: name must have 1 to 256 characters, got 0
        limit_rule_log     | {'cursor':'+'}                         | bad request: cursor must be one that limit_rule_log has told
        limit_rule_log     | {'limit':1001}                         | bad request: limit must be 1 to 1000, got 1001
        limit_price_put    | {'model':'m','input':-1,'output':1}    | bad request: input must be 0 to 1000000, got -1
        limit_price_delete | {}                                     | bad request: model must have 1 to 256 characters, got 0
        """)
    void refusesWithAllThatIsWrong(String method, String body, String fault) {
        assertThatThrownBy(() -> call(method, body))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refusal -> assertThat(refusal.text()).startsWith(fault));
        assertThat(stand.asked()).isEmpty();
    }

    @Test
    void deletesInTheNameOfTheApiUnlessToldOtherwise() {
        assertThat(call("limit_rule_delete", "{'name':'r'}").getBoolean("deleted"))
                .isTrue();
        call("limit_price_delete", "{'model':'m','actor':'bert'}");

        assertThat(stand.asked())
                .containsExactly(new DeleteRule("r", By.of("api")), new DeletePrice("m", By.of("bert")));
    }

    @Test
    void listsWhereRulesComeFromAndWhatCannotBeRead() {
        JsonObject list = call("limit_rule_list", "{}");

        assertThat(list.getString("version")).isEqualTo("7");
        JsonObject rule = list.getJsonArray("rules").getJsonObject(0);
        assertThat(rule.getString("origin")).isEqualTo("api");
        assertThat(rule.getString("replaces")).isEqualTo("default");
        assertThat(rule.getJsonObject("rule").getString("name")).isEqualTo("default-connect");
        assertThat(list.getJsonArray("unreadable").encode())
                .isEqualTo("[{\"name\":\"a\",\"fault\":\"name is missing\"},{\"name\":\"b\",\"fault\":\"no JSON\"}]");
    }

    @Test
    void theLogShowsWhatIsNoJsonAsItStands() {
        JsonObject log = call("limit_rule_log", "{'limit':1}");

        assertThat(log.encode())
                .isEqualTo("{\"changes\":[{\"at\":5,\"actor\":\"anna\",\"kind\":\"rule\",\"name\":\"r\","
                        + "\"before\":{\"limit\":1},\"after\":\"not JSON\"}],\"cursor\":\"5-1\"}");
        assertThat(stand.asked()).containsExactly(new ReadLog("", 1));
    }
}
