package dev.hub.verticles.launch;

import org.jspecify.annotations.Nullable;

/** A command could not do its work; the message says why and what helps, in words for the user. */
final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /** Ends the process with {@code exitCode} after printing {@code message}. */
    CommandFailure(int exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** A failure with exit code 1. */
    static CommandFailure of(String message) {
        return new CommandFailure(ExitCode.FAILURE, message, null);
    }

    /** A failure with exit code 1, for which {@code cause} is shown with {@code --verbose}. */
    static CommandFailure of(String message, @Nullable Throwable cause) {
        return new CommandFailure(ExitCode.FAILURE, message, cause);
    }

    /** For the process. */
    int exitCode() {
        return exitCode;
    }
}
