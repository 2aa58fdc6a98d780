package dev.hub.core.valkey;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server program's kind and version.
 *
 * @param engine {@code valkey} or {@code redis}
 */
record EngineVersion(String engine, int major, int minor, int patch) {
    /** The oldest that the hub works with. */
    static final EngineVersion FLOOR = new EngineVersion("redis", 6, 2, 0);
    /** The first Redis whose files are a format of its own, which Valkey (a fork of 7.2) does not read. */
    private static final EngineVersion REDIS_PARTED = new EngineVersion("redis", 7, 4, 0);

    private static final Pattern BANNER =
            Pattern.compile("(valkey|redis) server v=(\\d+)\\.(\\d+)\\.(\\d+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern TEXT = Pattern.compile("(valkey|redis) (\\d+)\\.(\\d+)\\.(\\d+)");

    /** Reads what {@code valkey-server --version} prints; empty when it is something else. */
    static Optional<EngineVersion> ofBanner(String output) {
        Matcher banner = BANNER.matcher(output);
        return banner.find() ? Optional.of(of(banner)) : Optional.empty();
    }

    /** Reads what {@link #toString} writes; empty when it is something else. */
    static Optional<EngineVersion> parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        return matcher.matches() ? Optional.of(of(matcher)) : Optional.empty();
    }

    private static EngineVersion of(Matcher matcher) {
        return new EngineVersion(
                matcher.group(1).toLowerCase(Locale.ROOT),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)),
                Integer.parseInt(matcher.group(4)));
    }

    /** Compares numbers only, without the patch: patches do not change files or commands. */
    boolean isOlderThan(EngineVersion other) {
        return major != other.major ? major < other.major : minor < other.minor;
    }

    /** Whether it can take over the files that another wrote, without loss. */
    boolean readsFilesOf(EngineVersion writer) {
        if (engine.equals(writer.engine)) {
            return !isOlderThan(writer);
        }
        return engine.equals("valkey") && writer.isOlderThan(REDIS_PARTED);
    }

    @Override
    public String toString() {
        return engine + " " + major + "." + minor + "." + patch;
    }
}
