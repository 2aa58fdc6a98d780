package dev.hub.core.decision;

import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import java.nio.charset.StandardCharsets;

/**
 * What the application decided.
 *
 * @param <G> what it may grant
 */
public sealed interface Decision<G extends Grant> {
    /** Yes, like this. */
    record Granted<G extends Grant>(G grant) implements Decision<G> {}

    /**
     * No.
     *
     * @param code of {@link ErrorCode}, or one of the application's own from 400 to 1999
     * @param text for the client
     * @param temporary the client may try again
     */
    record Refused<G extends Grant>(int code, String text, boolean temporary) implements Decision<G> {
        private static final int MIN_CODE = 400;
        private static final int MAX_CODE = 1999;

        /** Checks the code; one of the protocol's is as temporary as the protocol says, or SDKs would give up on it. */
        public Refused {
            boolean isOwn = code >= MIN_CODE && code <= MAX_CODE;
            if (!isOwn && ErrorCode.of(code).isEmpty()) {
                throw new IllegalArgumentException("error.code must be " + MIN_CODE + " to " + MAX_CODE
                        + " or one of the client protocol's, got " + code);
            }
            temporary =
                    temporary || ErrorCode.of(code).map(ErrorCode::isTemporary).orElse(false);
        }

        /** As what the client is told it by. */
        public HubException toException() {
            return new HubException(code, text, temporary);
        }
    }

    /**
     * No, and the connection is closed.
     *
     * @param code 4000 to 4499 invites the client to connect again, 4500 to 4999 does not; 3000 to 3999 as the protocol
     *     says
     * @param reason at most 123 bytes
     */
    record Dismissed<G extends Grant>(int code, String reason) implements Decision<G> {
        private static final int MIN_CODE = 3000;
        private static final int MAX_CODE = 4999;
        private static final int MAX_REASON_BYTES = 123;

        /** Checks code and reason; SDKs take a reason that is JSON for something else. */
        public Dismissed {
            if (code < MIN_CODE || code > MAX_CODE) {
                throw new IllegalArgumentException(
                        "disconnect.code must be " + MIN_CODE + " to " + MAX_CODE + ", got " + code);
            }
            int length = reason.getBytes(StandardCharsets.UTF_8).length;
            if (length > MAX_REASON_BYTES) {
                throw new IllegalArgumentException(
                        "disconnect.reason must have at most " + MAX_REASON_BYTES + " bytes, got " + length);
            }
            if ((!reason.isEmpty() && !Character.isLetter(reason.codePointAt(0)))
                    || reason.strip().matches("true|false|null")) {
                throw new IllegalArgumentException("disconnect.reason must begin with a letter and be no JSON value");
            }
        }
    }

    /** Somebody else may decide: the callback that is configured, else the hub's own rules. */
    record Abstained<G extends Grant>() implements Decision<G> {}

    /** Yes, like this. */
    static <G extends Grant> Decision<G> grant(G grant) {
        return new Granted<>(grant);
    }

    /** No; {@code code} is 400 to 1999, or one of the protocol's. */
    static <G extends Grant> Decision<G> refuse(int code, String text) {
        return new Refused<>(code, text, false);
    }

    /** No, for {@code code}. */
    static <G extends Grant> Decision<G> refuse(ErrorCode code) {
        return new Refused<>(code.code(), code.message(), code.isTemporary());
    }

    /** No, and the connection is closed; {@code code} is 4000 to 4999. */
    static <G extends Grant> Decision<G> disconnect(int code, String reason) {
        return new Dismissed<>(code, reason);
    }

    /** Somebody else may decide: the callback that is configured, else the hub's own rules. */
    static <G extends Grant> Decision<G> abstain() {
        return new Abstained<>();
    }
}
