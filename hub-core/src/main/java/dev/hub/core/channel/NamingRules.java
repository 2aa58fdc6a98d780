package dev.hub.core.channel;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which names and which data a namespace's channels have.
 *
 * @param pattern channels such as {@code /users/:id} belong to this namespace by their form rather than by its name;
 *     empty for none. Such names begin with a slash; a part {@code :name} stands for one part
 * @param channelRegex a channel's name after the namespace must match as a whole; empty for any. With a pattern, the
 *     whole name must
 * @param publicationDataFormat what data must be: any JSON value, or an object
 */
public record NamingRules(String pattern, String channelRegex, DataFormat publicationDataFormat) {
    private static final int MAX_REGEX = 1000;

    /** What may be published. */
    public enum DataFormat {
        /** Any JSON value. */
        JSON,
        /** A JSON object. */
        JSON_OBJECT
    }

    /** Checks pattern and expression. */
    public NamingRules {
        if (!pattern.isEmpty()) {
            NamePattern.parse(pattern);
        }
        if (channelRegex.length() > MAX_REGEX) {
            throw new IllegalArgumentException(
                    "channel-regex must have at most " + MAX_REGEX + " characters, got " + channelRegex.length());
        }
        try {
            Pattern.compile(channelRegex);
        } catch (PatternSyntaxException broken) {
            throw new IllegalArgumentException(
                    "channel-regex must be a regular expression: " + broken.getDescription(), broken);
        }
    }

    /** Every name, any data. */
    public static NamingRules any() {
        return new NamingRules("", "", DataFormat.JSON);
    }

    /** What is wrong with {@code data} as the data of a publication; empty when nothing is. */
    public String faultOf(Payload data) {
        return publicationDataFormat == DataFormat.JSON || data.isObject() ? "" : "data must be a JSON object";
    }

    /** Channels belong to the namespace by their form. */
    public boolean hasPattern() {
        return !pattern.isEmpty();
    }

    /** The pattern without the names of its variables: two patterns of one form take the same channels. */
    public String form() {
        return hasPattern() ? NamePattern.parse(pattern).form() : "";
    }
}
