package dev.hub.core.valkey;

/** A command that brought no result. The five kinds differ in what is known about the server. */
public abstract sealed class ValkeyException extends RuntimeException
        permits ValkeyUnavailableException,
                ValkeyTimeoutException,
                ValkeyLostException,
                ValkeyUnconfirmedException,
                ValkeyReplyException {

    private static final long serialVersionUID = 1L;

    ValkeyException(String message) {
        super(message, null, false, false);
    }

    /**
     * Whether the server may have done what was asked, without our knowing. Only a command that may run twice can be
     * sent again then.
     */
    public abstract boolean isOutcomeUnknown();
}
