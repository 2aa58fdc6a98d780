package dev.hub.verticles.launch;

import java.util.regex.Pattern;

/** Words that a POSIX shell takes as they are meant. */
final class Shell {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=,@%+-]+");

    private Shell() {}

    /** {@code word}, in quotes where it needs them. */
    static String quote(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
