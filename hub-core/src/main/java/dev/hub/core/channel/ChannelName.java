package dev.hub.core.channel;

import java.util.List;

/**
 * The name of a channel, as clients write it: 1 to {@value #MAX_LENGTH} printable ASCII characters.
 *
 * <p>{@code ns:rest} lies in namespace {@code ns} (the part before the first colon), any other name in the default
 * one. A leading {@code $} marks a private channel, for which only a subscription token admits; {@code #} ends the
 * name and begins the list of the users who may subscribe ({@code chat#42,43}). A name that begins with a slash is a
 * path: it lies in the namespace whose pattern has its form ({@code /users/42}). A {@code *} makes it a pattern for
 * many channels, to which nobody can publish.
 */
public record ChannelName(String value) {
    /** Longest name, in characters. */
    public static final int MAX_LENGTH = 255;

    private static final char NAMESPACE_BOUNDARY = ':';
    private static final char PRIVATE_PREFIX = '$';
    private static final char USER_BOUNDARY = '#';
    private static final char USER_SEPARATOR = ',';
    private static final char WILDCARD = '*';
    private static final char SLASH = '/';

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

    /** The namespace's name; empty for the default namespace, and for a path. */
    public String namespace() {
        int boundary = boundary();
        return boundary < 0 ? "" : value.substring(start(), boundary);
    }

    /** What follows the namespace and its colon; of other names all but a leading {@code $}. */
    public String localPart() {
        int boundary = boundary();
        return value.substring(boundary < 0 ? start() : boundary + 1);
    }

    private int start() {
        return isPrivate() ? 1 : 0;
    }

    private int boundary() {
        return isPath() ? -1 : value.indexOf(NAMESPACE_BOUNDARY, start());
    }

    /** It lies in a namespace by its form. */
    public boolean isPath() {
        return value.length() > start() && value.charAt(start()) == SLASH;
    }

    /** The parts between the slashes of a path, without the users at its end. */
    List<String> parts() {
        int users = value.lastIndexOf(USER_BOUNDARY);
        String path = value.substring(start() + 1, users < 0 ? value.length() : users);
        return List.of(path.split("/", -1));
    }

    /** It stands for many channels. */
    public boolean isWildcard() {
        return value.indexOf(WILDCARD) >= 0;
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
