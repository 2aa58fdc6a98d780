package dev.hub.core.valkey;

/** The server answered with an error; its text is the message, beginning with the code (such as {@code WRONGTYPE}). */
public final class ValkeyReplyException extends ValkeyException {

    private static final long serialVersionUID = 1L;

    /** With the server's own text. */
    public ValkeyReplyException(String message) {
        super(message);
    }

    /** The first word of the text: {@code ERR}, {@code NOPERM}, {@code WRONGTYPE}, … */
    public String code() {
        String text = String.valueOf(getMessage());
        int space = text.indexOf(' ');
        return space < 0 ? text : text.substring(0, space);
    }

    @Override
    public boolean isOutcomeUnknown() {
        return false;
    }
}
