package dev.hub.websocket;

import dev.hub.core.network.TrustedProxies;
import dev.hub.websocket.access.UserLimits;

/**
 * How many connections one address and one user may have, and how often each may ask too much.
 *
 * @param perAddress sockets of one address on this instance; 0 for any number. The same for all verticles of this instance
 * @param proxies whose word is taken for a client's address
 * @param users over all instances
 * @param abuseLimit how often rules on rates may refuse one connection within 10 s before it is closed; 0 for any number
 */
public record AdmissionRules(int perAddress, TrustedProxies proxies, UserLimits users, int abuseLimit) {
    /** How often they may by default: a hundred times a second. */
    public static final int ABUSE_LIMIT = 1000;

    /** Everybody may come, by their own address. */
    public static final AdmissionRules NONE = new AdmissionRules(0, TrustedProxies.NONE, UserLimits.NONE);

    /** With the usual {@code abuseLimit}. */
    public AdmissionRules(int perAddress, TrustedProxies proxies, UserLimits users) {
        this(perAddress, proxies, users, ABUSE_LIMIT);
    }

    /** Checks the range. */
    public AdmissionRules {
        if (abuseLimit < 0) {
            throw new IllegalArgumentException("rate-limits.abuse-limit must be 0 or more, got " + abuseLimit);
        }
        if (perAddress < 0) {
            throw new IllegalArgumentException("ip-connection-limit must be 0 or more, got " + perAddress);
        }
    }
}
