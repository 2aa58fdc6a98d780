package dev.hub.verticles.ratelimit.rules;

import dev.hub.core.ratelimit.LimitRule;
import dev.hub.core.ratelimit.ModelPrice;
import dev.hub.core.ratelimit.notation.PriceNotation;
import dev.hub.core.ratelimit.notation.RuleNotation;
import dev.hub.core.ratelimit.store.StoredLimits;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What is set in Valkey, read one by one: what cannot be read does not hold, and does not keep the others from holding. A
 * newer version of the hub, or somebody else, has written it.
 */
final class StoredNotation {
    private final List<LimitRule> rules = new ArrayList<>();
    private final List<ModelPrice> prices = new ArrayList<>();
    private final Map<String, String> unreadable = new TreeMap<>();

    StoredNotation(StoredLimits stored) {
        new TreeMap<>(stored.rules()).forEach((name, json) -> read(name, json, rules, this::rule));
        new TreeMap<>(stored.prices())
                .forEach((model, json) -> read("price " + model, json, prices, PriceNotation::readTolerantly));
    }

    private LimitRule rule(Map<String, Object> fields) {
        return RuleNotation.readTolerantly(fields);
    }

    private <T> void read(String name, String json, List<T> to, Function<Map<String, Object>, T> reader) {
        try {
            to.add(reader.apply(new JsonObject(json).getMap()));
        } catch (DecodeException | ClassCastException strange) {
            unreadable.put(name, "no JSON object");
        } catch (IllegalArgumentException invalid) {
            unreadable.put(name, String.valueOf(invalid.getMessage()));
        }
    }

    List<LimitRule> rules() {
        return rules;
    }

    List<ModelPrice> prices() {
        return prices;
    }

    /** By name, and why. */
    Map<String, String> unreadable() {
        return unreadable;
    }
}
