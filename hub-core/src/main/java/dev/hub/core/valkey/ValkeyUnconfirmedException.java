package dev.hub.core.valkey;

/**
 * The primary did it, but too few replicas confirmed in time. <b>The outcome is unknown</b>: a failover now may lose it.
 */
public final class ValkeyUnconfirmedException extends ValkeyException {

    private static final long serialVersionUID = 1L;

    /** With a text for people that names the server and how many replicas confirmed. */
    public ValkeyUnconfirmedException(String message) {
        super(message);
    }

    @Override
    public boolean isOutcomeUnknown() {
        return true;
    }
}
