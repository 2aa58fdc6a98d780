package dev.hub.websocket;

import dev.hub.core.network.TrustedProxies;
import dev.hub.websocket.access.UserLimits;

/**
 * How many connections one address and one user may have.
 *
 * @param perAddress sockets of one address on this instance; 0 for any number. The same for all verticles of this instance
 * @param proxies whose word is taken for a client's address
 * @param users over all instances
 */
public record AdmissionRules(int perAddress, TrustedProxies proxies, UserLimits users) {
    /** Everybody may come, by their own address. */
    public static final AdmissionRules NONE = new AdmissionRules(0, TrustedProxies.NONE, UserLimits.NONE);

    /** Checks the range. */
    public AdmissionRules {
        if (perAddress < 0) {
            throw new IllegalArgumentException("ip-connection-limit must be 0 or more, got " + perAddress);
        }
    }
}
