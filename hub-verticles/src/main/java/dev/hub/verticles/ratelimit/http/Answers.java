package dev.hub.verticles.ratelimit.http;

import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.ratelimit.ActiveRule;
import dev.hub.core.ratelimit.CurrentLimits;
import dev.hub.core.ratelimit.LimitDecision;
import dev.hub.core.ratelimit.LimitRefusal;
import dev.hub.core.ratelimit.Standing;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** What clients over HTTP are told of a decision. */
final class Answers {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;
    private static final String QUOTA_EXCEEDED = "https://iana.org/assignments/http-problem-types#quota-exceeded";

    private final RateLimitFields fields;
    private final RetryAfter retry;

    Answers(CurrentLimits current, RetryAfter retry) {
        this.fields = new RateLimitFields(name -> current.rules().named(name).map(ActiveRule::rule));
        this.retry = retry;
    }

    /** Puts the fields into the answer, whatever it will be. */
    void tell(RoutingContext call, LimitDecision decision) {
        if (decision.standings().isEmpty()) {
            return;
        }
        call.response().putHeader(RateLimitFields.LIMIT, fields.limits(decision.standings()));
        String policies = fields.policies(decision.standings());
        if (!policies.isEmpty()) {
            call.response().putHeader(RateLimitFields.POLICY, policies);
        }
    }

    /** 429, a problem of RFC 9457 that has the hub's own {@code error} beside. */
    void refuse(RoutingContext call, LimitDecision decision) {
        JsonArray violated = new JsonArray();
        decision.standings().stream()
                .filter(each -> !each.isAllowed())
                .map(Standing::rule)
                .forEach(violated::add);
        HubException refusal = LimitRefusal.of(decision);
        retry.seconds(decision)
                .ifPresent(seconds -> call.response().putHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds)));
        send(
                call,
                TOO_MANY_REQUESTS,
                new JsonObject()
                        .put("type", QUOTA_EXCEEDED)
                        .put("title", "Quota exceeded")
                        .put("status", TOO_MANY_REQUESTS)
                        .put("detail", refusal.text())
                        .put("violated-policies", violated)
                        .put("error", error(refusal)));
    }

    /** 503: nobody decided. */
    void unavailable(RoutingContext call) {
        unavailable(call, 1, HubException.of(ErrorCode.INTERNAL));
    }

    /** 503: the hub has more to do than it can. */
    void busy(RoutingContext call) {
        long seconds = retry.soonSeconds();
        unavailable(call, seconds, LimitRefusal.ofCapacity(seconds * 1000));
    }

    private static void unavailable(RoutingContext call, long seconds, HubException refusal) {
        call.response().putHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        send(
                call,
                UNAVAILABLE,
                new JsonObject()
                        .put("type", "about:blank")
                        .put("title", "Service Unavailable")
                        .put("status", UNAVAILABLE)
                        .put("error", error(refusal)));
    }

    private static JsonObject error(HubException refusal) {
        JsonObject error = new JsonObject().put("code", refusal.code()).put("message", refusal.text());
        return refusal.isTemporary() ? error.put("temporary", true) : error;
    }

    private static void send(RoutingContext call, int status, JsonObject body) {
        call.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(body.toBuffer());
    }
}
