package dev.hub.core.channel;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A form of channel names, such as {@code /users/:id}: parts between slashes, each a word or a variable, which stands
 * for any one part that is not empty.
 *
 * @param parts the words; {@value #VARIABLE} for a variable
 */
record NamePattern(List<String> parts) {
    /** Stands for any word. No word, for a word has no colon. */
    static final String VARIABLE = ":";

    /** Most parts of a pattern. */
    static final int MAX_PARTS = 16;

    private static final char SLASH = '/';
    private static final Pattern PART = Pattern.compile("[-a-zA-Z0-9_.~@+=!,;]+|:[a-zA-Z_][a-zA-Z0-9_]*");

    /** Copies {@code parts}. */
    NamePattern {
        parts = List.copyOf(parts);
    }

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException with the rule that it breaks
     */
    static NamePattern parse(String pattern) {
        if (pattern.isEmpty() || pattern.charAt(0) != SLASH) {
            throw new IllegalArgumentException("pattern must begin with a slash, got \"" + pattern + "\"");
        }
        List<String> parts = List.of(pattern.substring(1).split("/", -1));
        if (parts.size() > MAX_PARTS || pattern.length() > ChannelName.MAX_LENGTH) {
            throw new IllegalArgumentException("pattern must have at most " + MAX_PARTS + " parts and "
                    + ChannelName.MAX_LENGTH + " characters, got \"" + pattern + "\"");
        }
        for (String part : parts) {
            if (!PART.matcher(part).matches()) {
                throw new IllegalArgumentException(
                        "pattern must have words or :variables between its slashes, got \"" + pattern + "\"");
            }
        }
        return new NamePattern(parts.stream()
                .map(part -> part.startsWith(VARIABLE) ? VARIABLE : part)
                .toList());
    }

    /** The pattern without the names of its variables. */
    String form() {
        return SLASH + String.join("/", parts);
    }
}
