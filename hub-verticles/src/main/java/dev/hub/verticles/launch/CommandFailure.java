package dev.hub.verticles.launch;

import org.jspecify.annotations.Nullable;

/** A command could not do its work; the message says why and what helps, in words for the user. */
final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;
    private final boolean temporary;

    /** Ends the process with {@code exitCode} after printing {@code message}. */
    CommandFailure(int exitCode, String message, @Nullable Throwable cause) {
        this(exitCode, message, cause, false);
    }

    private CommandFailure(int exitCode, String message, @Nullable Throwable cause, boolean temporary) {
        super(message, cause);
        this.exitCode = exitCode;
        this.temporary = temporary;
    }

    /** A failure with exit code 1 that may be over soon. */
    static CommandFailure forNow(String message, @Nullable Throwable cause) {
        return new CommandFailure(ExitCode.FAILURE, message, cause, true);
    }

    /** A failure with exit code 1. */
    static CommandFailure of(String message) {
        return new CommandFailure(ExitCode.FAILURE, message, null);
    }

    /** A failure with exit code 1, for which {@code cause} is shown with {@code --verbose}. */
    static CommandFailure of(String message, @Nullable Throwable cause) {
        return new CommandFailure(ExitCode.FAILURE, message, cause);
    }

    /** The same may work later: the hub is away, or has said so. */
    boolean isTemporary() {
        return temporary;
    }

    /** For the process. */
    int exitCode() {
        return exitCode;
    }
}
