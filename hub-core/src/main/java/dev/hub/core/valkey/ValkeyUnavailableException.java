package dev.hub.core.valkey;

/** No server took the command: there is no link, too much is in flight, or the server refused before it did anything. */
public final class ValkeyUnavailableException extends ValkeyException {

    private static final long serialVersionUID = 1L;

    /** With a text for people that names the server and the reason. */
    public ValkeyUnavailableException(String message) {
        super(message);
    }

    @Override
    public boolean isOutcomeUnknown() {
        return false;
    }
}
