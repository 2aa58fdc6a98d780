package dev.hub.verticles.decision;

import java.util.Locale;

/** A question to the application that got no answer. Has no stack trace: the fault lies elsewhere. */
final class CallFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    CallFault(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    /** What went wrong. */
    enum Kind {
        /** No connection was made, so the application knows nothing of the question. */
        UNREACHED(Again.ALWAYS, true),
        /** The connection ended before the answer did. */
        BROKEN(Again.IF_HARMLESS, true),
        /** A proxy or the application said that it is away: status 502, 503 or 504. */
        UNAVAILABLE(Again.IF_HARMLESS, true),
        /** The application failed or was overrun: another status from 500 on, or 429. */
        FAILED(Again.NEVER, true),
        /** The answer took too long; asking again would make it worse. */
        LATE(Again.NEVER, true),
        /** Another status than 200; says nothing of the next question. */
        STATUS(Again.NEVER, false),
        /** The answer is longer than it may be. */
        TOO_LONG(Again.NEVER, false),
        /** The endpoint is left alone for a while. */
        PAUSED(Again.NEVER, false),
        /** Too many questions wait already. */
        CROWDED(Again.NEVER, false),
        /** The question's turn did not come in time. */
        WAITED(Again.NEVER, false);

        private enum Again {
            ALWAYS,
            IF_HARMLESS,
            NEVER
        }

        private final Again again;
        private final boolean isOutage;

        Kind(Again again, boolean isOutage) {
            this.again = again;
            this.isOutage = isOutage;
        }

        /** The next question would very likely end like this one. */
        boolean isOutage() {
            return isOutage;
        }

        private boolean mayBeRepeated(boolean harmless) {
            return switch (again) {
                case ALWAYS -> true;
                case IF_HARMLESS -> harmless;
                case NEVER -> false;
            };
        }

        /** Its name among the figures. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Kind kind() {
        return kind;
    }

    /**
     * It makes sense to ask again.
     *
     * @param harmless it is no harm if the application was asked before
     */
    boolean mayBeRepeated(boolean harmless) {
        return kind.mayBeRepeated(harmless);
    }

    /** What {@code status} says; 200 is none. */
    static CallFault ofStatus(int status) {
        String text = "it answered with status " + status;
        return switch (status) {
            case 502, 503, 504 -> new CallFault(Kind.UNAVAILABLE, text);
            case 429 -> new CallFault(Kind.FAILED, text);
            default -> new CallFault(status >= 500 ? Kind.FAILED : Kind.STATUS, text);
        };
    }
}
