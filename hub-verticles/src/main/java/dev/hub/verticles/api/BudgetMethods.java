package dev.hub.verticles.api;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.LimitCommand.Reserve;
import dev.hub.core.bus.LimitCommand.Settle;
import dev.hub.core.bus.PublishOptions;
import dev.hub.core.ratelimit.Cost;
import dev.hub.core.ratelimit.LimitDecision;
import dev.hub.core.ratelimit.budget.Reserved;
import dev.hub.core.ratelimit.budget.Settlement;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Budgets of language models for other back ends. Not for clients: who may ask can spend what others have. */
final class BudgetMethods {
    private static final int MAX_ID = 64;

    private final HubBus bus;

    BudgetMethods(HubBus bus) {
        this.bus = bus;
    }

    List<ApiMethod> methods() {
        return List.of(
                ApiMethod.of("limit_reserve", BudgetMethods::readReserve, this::reserve),
                ApiMethod.of("limit_settle", BudgetMethods::readSettle, this::settle));
    }

    private static Reserve readReserve(ApiFields fields) {
        long ttl = fields.integer("ttl_ms", Reserve.DEFAULT_TTL_MILLIS, 1, Reserve.MAX_TTL_MILLIS);
        var what = LimitFields.descriptors(fields);
        if (what.values().isEmpty()) {
            throw ApiFields.badRequest("descriptors is required");
        }
        String key = ListingMethods.text(fields, "idempotency_key", PublishOptions.MAX_KEY);
        return new Reserve(what, UsageFields.usage(fields, "cost"), ttl, key);
    }

    private static Settle readSettle(ApiFields fields) {
        String reservation = ListingMethods.text(fields, "reservation", MAX_ID);
        if (reservation.isEmpty()) {
            throw ApiFields.badRequest("reservation is required");
        }
        boolean isDone = fields.value("done") == null || fields.truth("done");
        return new Settle(reservation, UsageFields.usage(fields, "actual"), isDone);
    }

    private Future<JsonObject> reserve(Reserve command) {
        return bus.request(Addresses.RATE_LIMIT, command, Reserved.class).map(reserved -> {
            JsonObject json = standings(reserved.decision()).put("estimate", cost(reserved.estimate()));
            return reserved.decision().isAllowed()
                    ? json.put("reservation", reserved.decision().lease())
                    : json;
        });
    }

    private Future<JsonObject> settle(Settle command) {
        return bus.request(Addresses.RATE_LIMIT, command, Settlement.class)
                .map(settled -> standings(settled.decision())
                        .put("status", settled.status().text())
                        .put("cost", cost(settled.cost())));
    }

    /** As of a check; the lease has another name here. */
    private static JsonObject standings(LimitDecision decision) {
        return LimitMethods.encode(new LimitDecision(decision.isAllowed(), decision.standings(), ""));
    }

    private static JsonObject cost(Cost cost) {
        return new JsonObject()
                .put("input_tokens", cost.inputTokens())
                .put("output_tokens", cost.outputTokens())
                .put("money", cost.money());
    }
}
