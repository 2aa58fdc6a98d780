package dev.hub.core.auth.capability;

/** A text in which each {@code *} stands for any text. */
record Glob(String text) {
    private static final char ANY = '*';

    /** Goes back to the latest wildcard alone: at most length times length steps. */
    boolean matches(String name) {
        int at = 0;
        int in = 0;
        int wildcard = -1;
        int resume = 0;
        while (in < name.length()) {
            if (at < text.length() && text.charAt(at) == ANY) {
                wildcard = at++;
                resume = in;
            } else if (at < text.length() && text.charAt(at) == name.charAt(in)) {
                at++;
                in++;
            } else if (wildcard >= 0) {
                at = wildcard + 1;
                in = ++resume;
            } else {
                return false;
            }
        }
        while (at < text.length() && text.charAt(at) == ANY) {
            at++;
        }
        return at == text.length();
    }
}
