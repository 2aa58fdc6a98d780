package dev.hub.core.namespace;

import java.util.Map;

/**
 * What the API has set, as Valkey has it.
 *
 * @param version another one after each change; {@value #NONE} when there never was one
 * @param options by the namespace's name, a JSON object of what was given
 */
public record StoredNamespaces(String version, Map<String, String> options) {
    static final String NONE = "0";

    /** Copies {@code options}. */
    public StoredNamespaces {
        options = Map.copyOf(options);
    }

    /** Nothing was ever set. */
    public static StoredNamespaces none() {
        return new StoredNamespaces(NONE, Map.of());
    }
}
