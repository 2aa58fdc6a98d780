package dev.hub.websocket.command;

import dev.hub.core.auth.ConnectionClaims;
import dev.hub.core.auth.SubscriptionClaims;
import dev.hub.core.auth.TokenVerdict;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.protocol.CloseCode;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.protocol.Reply;
import dev.hub.websocket.connection.Outcome;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ways in which a command ends, and the check of channel names that they all begin with. */
final class Verdicts {
    private static final Logger LOG = LoggerFactory.getLogger(Verdicts.class);

    private Verdicts() {}

    static Future<Outcome> hangUp(CloseCode code) {
        return Future.succeededFuture(new Outcome.HangUp(code));
    }

    static <T> Future<T> refuse(ErrorCode code) {
        return Future.failedFuture(HubException.of(code));
    }

    /** The connection token is refused for good; the client is not told why. */
    static Future<Outcome> hangUp(TokenVerdict.Rejected<ConnectionClaims> rejected) {
        LOG.debug("A connection token is refused: {}", rejected.reason());
        return hangUp(CloseCode.INVALID_TOKEN);
    }

    /** The subscription token is refused for good; the client is not told why. */
    static <T> Future<T> refuse(TokenVerdict.Rejected<SubscriptionClaims> rejected) {
        LOG.debug("A subscription token is refused: {}", rejected.reason());
        return refuse(ErrorCode.PERMISSION_DENIED);
    }

    static Future<Outcome> answer(Reply reply) {
        return Future.succeededFuture(Outcome.Answer.of(reply));
    }

    /**
     * The name that a client wrote, which is not empty.
     *
     * @throws HubException for a name that no channel can have
     */
    static ChannelName channel(String name) {
        String fault = ChannelName.faultOf(name);
        if (!fault.isEmpty()) {
            throw HubException.of(ErrorCode.BAD_REQUEST, fault);
        }
        return new ChannelName(name);
    }
}
