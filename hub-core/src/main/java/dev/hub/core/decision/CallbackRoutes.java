package dev.hub.core.decision;

/**
 * Who is asked about connections and calls: the name of a callback, {@code verticle} for a verticle that must decide, or
 * empty for nobody but verticles that registered.
 *
 * @param connect about clients that connect without a token
 * @param connectWithToken about those with a good token as well
 * @param refresh about connections that run out
 * @param rpc for calls that no verticle answers
 */
public record CallbackRoutes(String connect, boolean connectWithToken, String refresh, String rpc) {
    /** Only verticles that registered are asked. */
    public static final CallbackRoutes NONE = new CallbackRoutes("", false, "", "");
}
