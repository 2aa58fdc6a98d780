package dev.hub.core.presence;

/**
 * In whose name an instance writes: what it writes after its lease is refused, however late it comes.
 *
 * @param uid of the instance
 * @param incarnation another one after it was thought dead; goes up
 * @param endMillis when the lease ends, in ms since 1970 by the clock of the servers
 */
public record NodeLease(String uid, long incarnation, long endMillis) {}
