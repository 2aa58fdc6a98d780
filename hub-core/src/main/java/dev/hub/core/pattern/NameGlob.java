package dev.hub.core.pattern;

/**
 * Names for a listing: {@code *} stands for any text, also none, everything else for itself. Takes a time that grows with the
 * product of the lengths at worst.
 *
 * @param text empty for all names
 */
public record NameGlob(String text) {
    private static final char ANY = '*';

    /** The name is one of those. */
    public boolean matches(String name) {
        return text.isEmpty() || matchesText(name);
    }

    /** Goes back to the last star only, for what an earlier one takes more, the last one can take as well. */
    private boolean matchesText(String name) {
        int at = 0;
        int star = -1;
        int retry = 0;
        int from = 0;
        while (from < name.length()) {
            if (at < text.length() && text.charAt(at) == ANY) {
                star = at++;
                retry = from;
            } else if (at < text.length() && text.charAt(at) == name.charAt(from)) {
                at++;
                from++;
            } else if (star >= 0) {
                at = star + 1;
                from = ++retry;
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
