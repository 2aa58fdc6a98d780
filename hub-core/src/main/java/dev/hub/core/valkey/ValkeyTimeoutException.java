package dev.hub.core.valkey;

/**
 * The answer did not come in time. <b>The outcome is unknown</b>: the command may have been done, may still be done, or
 * may never be. Send again only what may run twice.
 */
public final class ValkeyTimeoutException extends ValkeyException {

    private static final long serialVersionUID = 1L;

    /** With a text for people that names the server and the time. */
    public ValkeyTimeoutException(String message) {
        super(message);
    }

    @Override
    public boolean isOutcomeUnknown() {
        return true;
    }
}
