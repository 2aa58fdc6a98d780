package dev.hub.core.channel;

import java.util.regex.Pattern;

/**
 * The options that channels of one namespace share. Everything is denied unless an option allows it; a token that
 * names a channel allows the subscription by itself.
 *
 * @param name {@code [-a-zA-Z0-9_]}, at least 2 characters; empty for the default namespace
 * @param allowSubscribeForClient an authenticated client may subscribe without a subscription token. Default false
 * @param allowSubscribeForAnonymous with the former: a client without user id may as well. Default false
 * @param allowPublishForClient an authenticated client may publish. Default false
 * @param allowPublishForSubscriber a client that is subscribed may publish. Default false
 * @param allowPublishForAnonymous with one of the former two: a client without user id may as well. Default false
 * @param allowUserLimitedChannels {@code chat#42} admits user 42. Default false
 */
public record Namespace(
        String name,
        boolean allowSubscribeForClient,
        boolean allowSubscribeForAnonymous,
        boolean allowPublishForClient,
        boolean allowPublishForSubscriber,
        boolean allowPublishForAnonymous,
        boolean allowUserLimitedChannels) {
    private static final Pattern NAME = Pattern.compile("[-a-zA-Z0-9_]{2,}");

    /** Checks the name. */
    public Namespace {
        if (!name.isEmpty() && !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "name must be at least 2 characters out of letters, digits, - and _, got \"" + name + "\"");
        }
    }

    /** The namespace {@code name} with every option at its default. */
    public static Namespace defaults(String name) {
        return new Namespace(name, false, false, false, false, false, false);
    }
}
