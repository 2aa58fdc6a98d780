package dev.hub.verticles.api;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.HubLimits;
import dev.hub.core.bus.LimitCommand;
import dev.hub.core.ratelimit.LimitDecision;
import dev.hub.core.ratelimit.Standing;
import dev.hub.verticles.api.LimitFields.Question;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Limits for other back ends. Not for clients: who may ask can spend what others have. */
final class LimitMethods {
    private static final int MAX_LEASE = 4096;

    private final HubBus bus;

    LimitMethods(HubBus bus) {
        this.bus = bus;
    }

    List<ApiMethod> methods() {
        return List.of(
                ApiMethod.of("limit_check", Question::read, this::check),
                ApiMethod.of("limit_peek", Question::read, this::peek),
                ApiMethod.of("limit_refund", Question::read, this::refund),
                ApiMethod.of("limit_release", LimitMethods::lease, this::release));
    }

    private Future<JsonObject> check(Question question) {
        return ask(new LimitCommand.Check(question.what(), question.rule(), question.cost()));
    }

    private Future<JsonObject> peek(Question question) {
        return ask(new LimitCommand.Peek(question.what(), question.rule(), question.cost()));
    }

    private Future<JsonObject> refund(Question question) {
        return ask(new LimitCommand.Refund(question.what(), question.rule(), question.cost()));
    }

    private Future<JsonObject> ask(LimitCommand command) {
        return bus.request(Addresses.RATE_LIMIT, command, LimitDecision.class).map(LimitMethods::encode);
    }

    private static String lease(ApiFields fields) {
        String lease = ListingMethods.text(fields, "lease", MAX_LEASE);
        if (lease.isEmpty()) {
            throw ApiFields.badRequest("lease is required");
        }
        return lease;
    }

    private Future<JsonObject> release(String lease) {
        return HubLimits.of(bus).release(lease).map(released -> new JsonObject().put("released", released));
    }

    /** The rule that decides, and where there are several, all of them. */
    static JsonObject encode(LimitDecision decision) {
        JsonObject json = new JsonObject().put("allowed", decision.isAllowed());
        decision.governing().ifPresent(standing -> fill(json, standing));
        if (!decision.lease().isEmpty()) {
            json.put("lease", decision.lease());
        }
        if (decision.standings().size() > 1) {
            JsonArray all = new JsonArray();
            decision.standings()
                    .forEach(each -> all.add(fill(new JsonObject().put("allowed", each.isAllowed()), each)));
            json.put("rules", all);
        }
        return json;
    }

    private static JsonObject fill(JsonObject json, Standing standing) {
        return json.put("rule", standing.rule())
                .put("limit", standing.limit())
                .put("remaining", standing.remaining())
                .put("retry_after_ms", standing.retryAfterMs())
                .put("reset_ms", standing.resetMs());
    }
}
