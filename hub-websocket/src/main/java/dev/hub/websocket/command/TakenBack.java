package dev.hub.websocket.command;

import dev.hub.core.protocol.CloseCode;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.revocation.Bearer;
import dev.hub.core.revocation.CurrentRevocations;
import dev.hub.websocket.connection.Outcome;
import java.util.Optional;

/**
 * Refuses users who are blocked and tokens that are revoked. To be asked in the turn in which something is granted: what is
 * taken back later is then enforced on what exists.
 */
final class TakenBack {
    private TakenBack() {}

    /** What comes of a connect or refresh by {@code bearer}; empty when nothing stands against it. */
    static Optional<Outcome> verdict(CurrentRevocations revocations, Bearer bearer) {
        return switch (revocations.standing(bearer)) {
            case GOOD -> Optional.empty();
            case UNKNOWN -> Optional.of(new Outcome.Refusal(HubException.of(ErrorCode.INTERNAL)));
            case BLOCKED -> Optional.of(new Outcome.HangUp(CloseCode.FORCE_NO_RECONNECT));
            case REVOKED -> Optional.of(new Outcome.HangUp(CloseCode.INVALID_TOKEN));
        };
    }

    /** The same for a subscription token, which does not cost the connection. */
    static Optional<HubException> refusal(CurrentRevocations revocations, Bearer bearer) {
        return switch (revocations.standing(bearer)) {
            case GOOD -> Optional.empty();
            case UNKNOWN -> Optional.of(HubException.of(ErrorCode.INTERNAL));
            case BLOCKED, REVOKED -> Optional.of(HubException.of(ErrorCode.PERMISSION_DENIED));
        };
    }
}
