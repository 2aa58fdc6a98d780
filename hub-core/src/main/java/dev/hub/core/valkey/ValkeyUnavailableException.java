package dev.hub.core.valkey;

/** No server took the command: there is no link, too much is in flight, or the server refused before it did anything. */
public final class ValkeyUnavailableException extends ValkeyException {

    private static final long serialVersionUID = 1L;

    private final boolean isFull;

    /** With a text for people that names the server and the reason. */
    public ValkeyUnavailableException(String message) {
        this(message, false);
    }

    private ValkeyUnavailableException(String message, boolean isFull) {
        super(message);
        this.isFull = isFull;
    }

    /** Too much is in flight. */
    static ValkeyUnavailableException full(String message) {
        return new ValkeyUnavailableException(message, true);
    }

    /** Too much is in flight: more is asked of the server, or of this instance, than it can do. */
    public boolean isFull() {
        return isFull;
    }

    @Override
    public boolean isOutcomeUnknown() {
        return false;
    }
}
