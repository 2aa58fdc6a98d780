package dev.hub.load.wire;

/** The server sent what no server under test may send. The run ends: a figure measured over wrong bytes is worth nothing. */
public final class ProtocolViolation extends RuntimeException {
    public ProtocolViolation(String message) {
        super(message);
    }
}
