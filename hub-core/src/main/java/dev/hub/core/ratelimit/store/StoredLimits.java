package dev.hub.core.ratelimit.store;

import java.util.Map;

/**
 * Rules and prices that were set, as Valkey has them.
 *
 * @param version another one after each change; {@value #NONE} when there never was one
 * @param rules JSON by the rule's name
 * @param prices JSON by the model's name
 */
public record StoredLimits(String version, Map<String, String> rules, Map<String, String> prices) {
    /** The version of nothing. */
    public static final String NONE = "0";

    /** Copies the maps. */
    public StoredLimits {
        rules = Map.copyOf(rules);
        prices = Map.copyOf(prices);
    }
}
