package dev.hub.core.channel;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which names and which data a namespace's channels have.
 *
 * @param pattern channels such as {@code /users/:id} belong to this namespace by their form rather than by its name;
 *     empty for none. Such names begin with a slash; a part {@code :name} stands for one part
 * @param channelRegex a channel's name after the namespace must match as a whole; empty for any
 * @param publicationDataFormat what data must be: any JSON value, or an object
 */
public record NamingRules(String pattern, String channelRegex, DataFormat publicationDataFormat) {
    /** What may be published. */
    public enum DataFormat {
        /** Any JSON value. */
        JSON,
        /** A JSON object. */
        JSON_OBJECT
    }

    /** Checks the expression. */
    public NamingRules {
        if (!pattern.isEmpty() && !pattern.startsWith("/")) {
            throw new IllegalArgumentException("pattern must begin with a slash, got \"" + pattern + "\"");
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
}
