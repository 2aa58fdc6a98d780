package dev.hub.core.node;

import dev.hub.core.ratelimit.ArmReport;
import dev.hub.core.ratelimit.ArmReport.Counted;
import dev.hub.core.ratelimit.ArmReport.Held;
import dev.hub.core.ratelimit.LimitCounts;
import dev.hub.core.ratelimit.LimitReport;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** What instances tell each other of their rate limits. Numbers stand in arrays: there may be a thousand rules. */
final class LimitReportJson {
    private LimitReportJson() {}

    static JsonArray encode(LimitReport report) {
        JsonArray arms = new JsonArray();
        report.arms().forEach(arm -> arms.add(encode(arm)));
        return arms;
    }

    private static JsonObject encode(ArmReport arm) {
        return new JsonObject()
                .put("rule", arm.rule())
                .put("split", arm.isSplit())
                .put("mode", arm.mode())
                .put("scope", arm.scope())
                .put("limit", arm.limit())
                .put("seconds", arm.counts().seconds())
                .put("total", encode(arm.counts().total()))
                .put("recent", encode(arm.counts().recent()))
                .put("leases", arm.held().leases())
                .put("units", arm.held().units());
    }

    private static JsonArray encode(LimitCounts counts) {
        return new JsonArray()
                .add(counts.admitted())
                .add(counts.refused())
                .add(counts.shadowRefused())
                .add(counts.errors())
                .add(counts.remembered());
    }

    static LimitReport decode(JsonArray arms) {
        List<ArmReport> all = new ArrayList<>();
        for (int i = 0; i < arms.size(); i++) {
            all.add(arm(arms.getJsonObject(i)));
        }
        return new LimitReport(all);
    }

    private static ArmReport arm(JsonObject json) {
        return new ArmReport(
                json.getString("rule", ""),
                json.getBoolean("split", false),
                json.getString("mode", ""),
                json.getString("scope", ""),
                json.getLong("limit", 0L),
                new Counted(
                        counts(json.getJsonArray("total")),
                        json.getLong("seconds", 0L),
                        counts(json.getJsonArray("recent"))),
                new Held(json.getLong("leases", 0L), json.getLong("units", 0L)));
    }

    private static LimitCounts counts(JsonArray numbers) {
        return new LimitCounts(
                numbers.getLong(0), numbers.getLong(1), numbers.getLong(2), numbers.getLong(3), numbers.getLong(4));
    }
}
