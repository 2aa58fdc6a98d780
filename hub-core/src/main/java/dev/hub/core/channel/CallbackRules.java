package dev.hub.core.channel;

/**
 * Who decides in the application what clients may do in a namespace's channels: the name of a callback, {@value #VERTICLE}
 * for a verticle beside the hub, or empty for the namespace's own rules. A verticle that registered by
 * {@code HubClient.onSubscribe} and the like is asked in any case, and first.
 *
 * @param subscribeCallback decides who may subscribe without a token
 * @param subRefreshCallback decides whether a subscription that runs out goes on
 * @param publishCallback decides what clients may publish
 */
public record CallbackRules(String subscribeCallback, String subRefreshCallback, String publishCallback) {
    /** In place of a callback's name: a verticle has to decide, and as long as there is none, nothing is allowed. */
    public static final String VERTICLE = "verticle";

    /** The namespace's own rules decide everything. */
    public static CallbackRules none() {
        return new CallbackRules("", "", "");
    }
}
