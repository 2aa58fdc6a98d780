package dev.hub.core.leader;

/**
 * The instance that leads.
 *
 * @param uid of the instance; empty when none does
 * @param term goes up whenever another leads; 0 when none ever did
 */
public record Leader(String uid, long term) {
    /** Nobody, as far as is known. */
    public static final Leader NONE = new Leader("", 0);
}
