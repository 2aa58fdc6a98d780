package dev.hub.core.ratelimit.store;

/**
 * Somebody changed a rule or a price.
 *
 * @param id of the entry; later ones have greater ones
 * @param atMs when, by Valkey's clock, in ms since 1970
 * @param who as the asker said
 * @param name of the rule or model
 * @param before JSON; empty when it was not there
 * @param after JSON; empty when it was taken away
 */
public record LoggedChange(
        String id, long atMs, String who, StoredKind kind, String name, String before, String after) {}
