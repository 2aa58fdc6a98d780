package dev.hub.core.channel;

import dev.hub.core.option.Inline;
import java.util.regex.Pattern;

/**
 * The options that channels of one namespace share. Everything is denied unless an option allows it; a token that
 * names a channel allows the subscription by itself.
 *
 * @param name {@code [-a-zA-Z0-9_]}, at least 2 characters; empty for the default namespace
 * @param naming which names and data its channels have
 * @param access what clients may do
 * @param history what its channels remember
 * @param delivery how publications go out
 * @param callbacks who is asked what clients may do
 * @param presence whether it is known who is there
 */
public record Namespace(
        String name,
        @Inline NamingRules naming,
        @Inline AccessRules access,
        @Inline HistoryRules history,
        @Inline DeliveryRules delivery,
        @Inline CallbackRules callbacks,
        @Inline PresenceRules presence) {
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
        return new Namespace(
                name,
                NamingRules.any(),
                AccessRules.none(),
                HistoryRules.none(),
                DeliveryRules.plain(),
                CallbackRules.none(),
                PresenceRules.none());
    }

    /** The same with other rights. */
    public Namespace withAccess(AccessRules other) {
        return new Namespace(name, naming, other, history, delivery, callbacks, presence);
    }

    /** The same with another memory. */
    public Namespace withHistory(HistoryRules other) {
        return new Namespace(name, naming, access, other, delivery, callbacks, presence);
    }

    /** The same with other ways of delivery. */
    public Namespace withDelivery(DeliveryRules other) {
        return new Namespace(name, naming, access, history, other, callbacks, presence);
    }

    /** The same with other names and data. */
    public Namespace withNaming(NamingRules other) {
        return new Namespace(name, other, access, history, delivery, callbacks, presence);
    }

    /** The same, with others asked. */
    public Namespace withCallbacks(CallbackRules other) {
        return new Namespace(name, naming, access, history, delivery, other, presence);
    }

    /** The same with other rules of presence. */
    public Namespace withPresence(PresenceRules other) {
        return new Namespace(name, naming, access, history, delivery, callbacks, other);
    }
}
