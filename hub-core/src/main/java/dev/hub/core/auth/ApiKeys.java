package dev.hub.core.auth;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The keys that open the HTTP API. With none, nothing does, unless it is open to all. */
public final class ApiKeys {
    /** The header that carries a key by itself. */
    public static final String HEADER = "X-API-Key";

    private static final String SCHEME = "apikey ";

    private final List<Secret> keys;
    private final boolean open;

    /** Admits whoever shows one of {@code keys}; empty ones are left out. */
    public ApiKeys(List<Secret> keys) {
        this(keys, false);
    }

    private ApiKeys(List<Secret> keys, boolean open) {
        this.keys = keys.stream().filter(each -> !each.isEmpty()).toList();
        this.open = open;
    }

    /** Admits everybody, with or without a key; for development ({@code api.insecure}). */
    public static ApiKeys openToAll() {
        return new ApiKeys(List.of(), true);
    }

    /**
     * The request carries one of the keys.
     *
     * @param keyHeader value of {@value #HEADER}, if there is one; it is then the only one that counts
     * @param authorization value of {@code Authorization}, if there is one: {@code apikey <key>}
     */
    public boolean admits(@Nullable String keyHeader, @Nullable String authorization) {
        if (open) {
            return true;
        }
        String candidate = keyHeader != null ? keyHeader : keyIn(authorization);
        if (candidate.isEmpty()) {
            return false;
        }
        boolean admitted = false;
        for (Secret key : keys) {
            admitted |= key.matches(candidate);
        }
        return admitted;
    }

    private static String keyIn(@Nullable String authorization) {
        return authorization != null && authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)
                ? authorization.substring(SCHEME.length()).strip()
                : "";
    }
}
