package dev.hub.core.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of memory, written {@code 512B}, {@code 64KiB}, {@code 1MiB} or {@code 2GiB}.
 *
 * @param bytes 0 or more
 */
public record DataSize(long bytes) implements Comparable<DataSize> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,12})\\s*(B|KiB|MiB|GiB)", Pattern.CASE_INSENSITIVE);
    private static final long STEP = 1024;

    /** Checks that it is no debt. */
    public DataSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("must be 0 bytes or more");
        }
    }

    /** {@code count} times 1024 bytes. */
    public static DataSize ofKiB(long count) {
        return new DataSize(count * STEP);
    }

    /** {@code count} times 1024 KiB. */
    public static DataSize ofMiB(long count) {
        return ofKiB(count * STEP);
    }

    /**
     * Reads a size.
     *
     * @throws IllegalArgumentException with the rule that {@code text} breaks
     */
    public static DataSize parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("must be a size with its unit, such as 64KiB or 1MiB" + hint(text));
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
            case "kib" -> ofKiB(count);
            case "mib" -> ofMiB(count);
            case "gib" -> ofMiB(count * STEP);
            default -> new DataSize(count);
        };
    }

    private static String hint(String text) {
        String bare = text.strip();
        if (bare.matches("\\d{1,12}")) {
            return " (did you mean " + bare + "B?)";
        }
        return bare.matches("(?i)\\d{1,12}\\s*[kmg]b?") ? " (write " + bare.replaceAll("(?i)b$", "") + "iB)" : "";
    }

    @Override
    public int compareTo(DataSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /** In the greatest unit that divides it, as {@link #parse} reads it. */
    @Override
    public String toString() {
        String[] units = {"B", "KiB", "MiB", "GiB"};
        long count = bytes;
        int unit = 0;
        while (count > 0 && count % STEP == 0 && unit < units.length - 1) {
            count /= STEP;
            unit++;
        }
        return count + units[unit];
    }
}
