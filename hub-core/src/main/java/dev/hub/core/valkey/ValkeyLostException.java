package dev.hub.core.valkey;

/** The connection broke between command and answer. <b>The outcome is unknown</b>, as after a timeout. */
public final class ValkeyLostException extends ValkeyException {

    private static final long serialVersionUID = 1L;

    /** With a text for people that names the server and the reason. */
    public ValkeyLostException(String message) {
        super(message);
    }

    @Override
    public boolean isOutcomeUnknown() {
        return true;
    }
}
