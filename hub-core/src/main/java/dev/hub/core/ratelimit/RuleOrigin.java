package dev.hub.core.ratelimit;

import java.util.Locale;

/** Where a rule comes from. Of two with one name, the one from the later origin holds. */
public enum RuleOrigin {
    /** It is built in. */
    DEFAULT,
    /** It stands in the configuration file. */
    FILE,
    /** It was set while the hub ran, for all instances. */
    API;

    /** As the API writes it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
