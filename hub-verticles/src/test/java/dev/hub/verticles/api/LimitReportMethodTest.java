package dev.hub.verticles.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.bus.InstanceQuestion.Answer;
import dev.hub.core.bus.NodeCommand.Answers;
import dev.hub.core.bus.NodeCommand.NodeAnswer;
import dev.hub.core.bus.NodeCommand.NodeInfo;
import dev.hub.core.ratelimit.ArmReport;
import dev.hub.core.ratelimit.ArmReport.Counted;
import dev.hub.core.ratelimit.ArmReport.Held;
import dev.hub.core.ratelimit.LimitCounts;
import dev.hub.core.ratelimit.LimitReport;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitReportMethodTest {
    private static ArmReport arm(String rule, boolean isSplit, long admitted, long refused) {
        LimitCounts counts = new LimitCounts(admitted, refused, 0, 0, 1);
        Counted counted = new Counted(counts, 120, counts);
        return new ArmReport(rule, isSplit, "enforce", "leased", isSplit ? 20 : 10, counted, new Held(1, 5));
    }

    private static JsonObject encoded(ArmReport... arms) {
        NodeInfo node = new NodeInfo("uid", "n", "1", 0, 0, 0);
        Answer answer = new Answer.Limits(new LimitReport(List.of(arms)));
        return LimitReportMethod.encode(
                new Answers(List.of(new NodeAnswer(node, answer), new NodeAnswer(node, answer))));
    }

    private static JsonObject rule(JsonObject report, int index) {
        return report.getJsonArray("rules").getJsonObject(index);
    }

    @Test
    void instancesAreAddedUp() {
        JsonObject report = encoded(arm("r", false, 300, 6));

        assertThat(report.getInteger("instances")).isEqualTo(2);
        assertThat(rule(report, 0).getMap())
                .containsEntry("rule", "r")
                .containsEntry("mode", "enforce")
                .containsEntry("scope", "leased")
                .containsEntry("limit", 10L)
                .containsEntry("seconds", 120L)
                .containsEntry("admitted", 600L)
                .containsEntry("refused", 12L)
                .containsEntry("remembered", 2L)
                .containsEntry("admitted_per_second", 10.0)
                .containsEntry("refused_per_second", 0.2)
                .containsEntry("leases", 2L)
                .containsEntry("leased_units", 10L)
                .doesNotContainKey("arms");
    }

    @Test
    void theArmsOfASplitStandUnderTheirRule() {
        JsonObject report = encoded(arm("r", false, 300, 6), arm("r", true, 50, 0), arm("r-other", false, 1, 0));

        assertThat(report.getJsonArray("rules")).hasSize(2);
        assertThat(rule(report, 0).getLong("admitted")).isEqualTo(700);
        assertThat(rule(report, 0).getJsonArray("arms").getJsonObject(1).getMap())
                .containsEntry("arm", "split")
                .containsEntry("limit", 20L)
                .containsEntry("admitted", 100L);
        assertThat(rule(report, 0).getJsonArray("advice").getString(0)).startsWith("the split (limit 20)");
        assertThat(rule(report, 1).getString("rule")).isEqualTo("r-other");
    }

    @Test
    void noRulesAreNoFault() {
        assertThat(encoded().getJsonArray("rules")).isEmpty();
    }
}
