package dev.hub.verticles.api;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.InstanceQuestion.Answer;
import dev.hub.core.bus.InstanceQuestion.ReportLimits;
import dev.hub.core.bus.NodeCommand.Answers;
import dev.hub.core.bus.NodeCommand.Ask;
import dev.hub.core.ratelimit.ArmReport;
import dev.hub.core.ratelimit.LimitAdvice;
import dev.hub.core.ratelimit.LimitCounts;
import dev.hub.core.ratelimit.LimitReport;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the rules of rate limits did, on all instances together. */
final class LimitReportMethod {
    private static final int MAX_NAME = 64;
    private static final double TENTHS = 10;

    private final HubBus bus;

    LimitReportMethod(HubBus bus) {
        this.bus = bus;
    }

    List<ApiMethod> methods() {
        return List.of(ApiMethod.of(
                "limit_report",
                fields -> new ReportLimits(ListingMethods.text(fields, "rule", MAX_NAME)),
                this::report));
    }

    private Future<JsonObject> report(ReportLimits question) {
        return bus.request(Addresses.NODE, new Ask(question, Set.of()), Answers.class)
                .map(LimitReportMethod::encode);
    }

    static JsonObject encode(Answers answers) {
        List<LimitReport> reports = new ArrayList<>();
        answers.answers().forEach(each -> {
            if (each.answer() instanceof Answer.Limits limits) {
                reports.add(limits.report());
            }
        });
        JsonArray rules = new JsonArray();
        List<ArmReport> arms = LimitReport.sum(reports).arms();
        for (int i = 0; i < arms.size(); i++) {
            ArmReport main = arms.get(i);
            if (main.isSplit()) {
                continue;
            }
            ArmReport next = i + 1 < arms.size() ? arms.get(i + 1) : main;
            rules.add(encode(main, next.isSplit() && next.rule().equals(main.rule()) ? next : null));
        }
        return new JsonObject().put("instances", reports.size()).put("rules", rules);
    }

    private static JsonObject encode(ArmReport main, @Nullable ArmReport split) {
        ArmReport both = split == null ? main : main.plus(split);
        JsonObject json = new JsonObject()
                .put("rule", main.rule())
                .put("mode", main.mode())
                .put("scope", main.scope());
        putCounts(both, json);
        if (split != null) {
            json.put("arms", new JsonArray().add(encodeArm("main", main)).add(encodeArm("split", split)));
        }
        return json.put("advice", new JsonArray(LimitAdvice.of(main, split)));
    }

    private static JsonObject encodeArm(String name, ArmReport arm) {
        JsonObject json = new JsonObject().put("arm", name);
        putCounts(arm, json);
        return json;
    }

    private static void putCounts(ArmReport arm, JsonObject json) {
        LimitCounts total = arm.counts().total();
        LimitCounts recent = arm.counts().recent();
        long seconds = arm.counts().recentSeconds();
        json.put("limit", arm.limit())
                .put("seconds", arm.counts().seconds())
                .put("admitted", total.admitted())
                .put("refused", total.refused())
                .put("shadow_refused", total.shadowRefused())
                .put("remembered", total.remembered())
                .put("errors", total.errors())
                .put("admitted_per_second", rate(recent.admitted(), seconds))
                .put("refused_per_second", rate(recent.refused(), seconds))
                .put("shadow_refused_per_second", rate(recent.shadowRefused(), seconds))
                .put("leases", arm.held().leases())
                .put("leased_units", arm.held().units());
    }

    /** With one decimal. */
    private static double rate(long count, long seconds) {
        return Math.round(TENTHS * count / seconds) / TENTHS;
    }
}
