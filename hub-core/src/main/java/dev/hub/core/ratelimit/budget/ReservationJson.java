package dev.hub.core.ratelimit.budget;

import dev.hub.core.ratelimit.Algorithm;
import dev.hub.core.ratelimit.CostFrom;
import dev.hub.core.ratelimit.ModelPrice;
import dev.hub.core.ratelimit.Period;
import dev.hub.core.ratelimit.Quota;
import dev.hub.core.ratelimit.Subject;
import dev.hub.core.ratelimit.algorithm.Rate;
import dev.hub.core.ratelimit.budget.Part.Counted;
import dev.hub.core.ratelimit.budget.Reservation.Model;
import dev.hub.core.ratelimit.budget.Reservation.Progress;
import dev.hub.core.ratelimit.store.Limiter;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Reservations as they stand in Valkey. */
final class ReservationJson {
    private ReservationJson() {}

    static String encode(Reservation reservation) {
        JsonObject json = new JsonObject()
                .put("model", reservation.model().name())
                .put("tenant", reservation.model().tenant())
                .put("expected", usage(reservation.expected()))
                .put("told", usage(reservation.progress().told()))
                .put("settled", reservation.progress().isSettled())
                .put("ttl", reservation.progress().ttlMillis())
                .put(
                        "parts",
                        new JsonArray(reservation.parts().stream()
                                .map(ReservationJson::part)
                                .toList()));
        reservation.model().price().ifPresent(price -> json.put("price", price(price)));
        return json.encode();
    }

    static Reservation decode(String id, String text) {
        JsonObject json = new JsonObject(text);
        JsonArray parts = json.getJsonArray("parts");
        Model model = new Model(
                json.getString("model"),
                json.getString("tenant"),
                Optional.ofNullable(json.getJsonArray("price")).map(ReservationJson::price));
        List<Part> all = parts.stream().map(each -> part((JsonObject) each)).toList();
        Progress progress =
                new Progress(json.getBoolean("settled"), usage(json.getJsonArray("told")), json.getLong("ttl"));
        return new Reservation(id, model, usage(json.getJsonArray("expected")), all, progress);
    }

    private static JsonArray usage(Usage usage) {
        return JsonArray.of(
                usage.units(),
                usage.bytes(),
                usage.inputTokens(),
                usage.outputTokens(),
                usage.cachedTokens(),
                usage.money());
    }

    private static Usage usage(JsonArray json) {
        return new Usage(
                json.getLong(0), json.getLong(1), json.getLong(2), json.getLong(3), json.getLong(4), json.getLong(5));
    }

    private static JsonArray price(ModelPrice price) {
        return JsonArray.of(price.model(), price.input(), price.output(), price.cachedInput());
    }

    private static ModelPrice price(JsonArray json) {
        return new ModelPrice(json.getString(0), json.getLong(1), json.getLong(2), json.getLong(3));
    }

    private static JsonObject part(Part part) {
        return new JsonObject()
                .put("subject", part.limiter().subject().text())
                .put("name", part.limiter().name())
                .put("quota", quota(part.limiter().rate().quota()))
                .put("rule", part.counted().rule())
                .put("split", part.counted().isSplit())
                .put("from", part.counted().from().name())
                .put("enforced", part.counted().isEnforced())
                .put("taken", part.taken())
                .put("window", part.window())
                .put("charged", part.charged());
    }

    private static Part part(JsonObject json) {
        Limiter limiter = new Limiter(
                new Subject(json.getString("subject")),
                json.getString("name"),
                Rate.of(quota(json.getJsonArray("quota"))));
        Counted counted = new Counted(
                json.getString("rule"),
                json.getBoolean("split"),
                CostFrom.valueOf(json.getString("from")),
                json.getBoolean("enforced"));
        return new Part(limiter, counted, json.getLong("taken"), json.getLong("window"), json.getLong("charged"));
    }

    private static JsonArray quota(Quota quota) {
        JsonArray json = JsonArray.of(quota.algorithm().name(), quota.limit(), quota.burst());
        return switch (quota.period()) {
            case Period.Fixed fixed -> json.add(fixed.ms());
            case Period.Calendar calendar ->
                json.add(calendar.unit().name()).add(calendar.zone().getId());
        };
    }

    private static Quota quota(JsonArray json) {
        Period period = json.size() == 5
                ? new Period.Calendar(Period.Unit.valueOf(json.getString(3)), ZoneId.of(json.getString(4)))
                : new Period.Fixed(json.getLong(3));
        return new Quota(Algorithm.valueOf(json.getString(0)), json.getLong(1), period, json.getLong(2));
    }
}
