package dev.hub.core.revocation;

/** How somebody who wants in, or is in, stands with what was taken back. */
public enum Standing {
    /** Nothing was taken back. */
    GOOD,
    /** This instance does not know yet what was taken back; it will soon. */
    UNKNOWN,
    /** The user is blocked. */
    BLOCKED,
    /** The token is revoked. */
    REVOKED
}
