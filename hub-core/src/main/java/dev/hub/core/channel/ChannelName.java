package dev.hub.core.channel;

/**
 * The name of a channel, as clients write it: 1 to {@value #MAX_LENGTH} printable ASCII characters.
 *
 * <p>{@code ns:rest} lies in namespace {@code ns} (the part before the first colon), any other name in the default
 * one. A leading {@code $} marks a private channel, for which only a subscription token admits; {@code #} ends the
 * name and begins the list of the users who may subscribe ({@code chat#42,43}).
 */
public record ChannelName(String value) {
    /** Longest name, in characters. */
    public static final int MAX_LENGTH = 255;

    private static final char NAMESPACE_BOUNDARY = ':';
    private static final char PRIVATE_PREFIX = '$';
    private static final char USER_BOUNDARY = '#';
    private static final char USER_SEPARATOR = ',';

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException when {@link #faultOf} finds a fault
     */
    public ChannelName {
        String fault = faultOf(value);
        if (!fault.isEmpty()) {
            throw new IllegalArgumentException(fault);
        }
    }

    /** What is wrong with {@code name} as the name of a channel; empty when nothing is. */
    public static String faultOf(String name) {
        if (name.isEmpty()) {
            return "channel must not be empty";
        }
        if (name.length() > MAX_LENGTH) {
            return "channel must have at most " + MAX_LENGTH + " characters, got " + name.length();
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c < 0x20 || c > 0x7e) {
                return "channel must be printable ASCII, got U+%04X at position %d".formatted((int) c, i);
            }
        }
        return "";
    }

    /** The namespace's name; empty for the default namespace. */
    public String namespace() {
        int start = isPrivate() ? 1 : 0;
        int boundary = value.indexOf(NAMESPACE_BOUNDARY, start);
        return boundary < 0 ? "" : value.substring(start, boundary);
    }

    /** Only a subscription token admits to this channel. */
    public boolean isPrivate() {
        return value.charAt(0) == PRIVATE_PREFIX;
    }

    /** The name ends in a list of the users who may subscribe. */
    public boolean isUserLimited() {
        return value.indexOf(USER_BOUNDARY) >= 0;
    }

    /** {@code user} stands in the list of users at the end of this name. */
    public boolean admits(String user) {
        if (!isUserLimited() || user.isEmpty()) {
            return false;
        }
        String users = value.substring(value.lastIndexOf(USER_BOUNDARY) + 1);
        for (String each : users.split(String.valueOf(USER_SEPARATOR), -1)) {
            if (each.equals(user)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return value;
    }
}
