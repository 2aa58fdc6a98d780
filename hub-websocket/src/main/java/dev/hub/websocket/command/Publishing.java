package dev.hub.websocket.command;

import dev.hub.core.auth.SubscriptionGrant;
import dev.hub.core.bus.ChannelCommand;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.PublishOptions;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.ClientInfo;
import dev.hub.core.channel.Payload;
import dev.hub.core.protocol.CloseCode;
import dev.hub.core.protocol.Command;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.protocol.Reply;
import dev.hub.websocket.access.ChannelRights;
import dev.hub.websocket.connection.ClientConnection;
import dev.hub.websocket.connection.Outcome;
import dev.hub.websocket.connection.Subscription;
import io.vertx.core.Future;
import java.util.Optional;

/** Publishes what clients send to channels. */
final class Publishing {
    private final HubBus bus;
    private final ChannelRights rights;

    Publishing(HubBus bus, ChannelRights rights) {
        this.bus = bus;
        this.rights = rights;
    }

    Future<Outcome> publish(ClientConnection connection, Command.Publish command) {
        if (command.channel().isEmpty()) {
            return Verdicts.hangUp(CloseCode.BAD_REQUEST);
        }
        ChannelName channel = Verdicts.channel(command.channel());
        Payload data = command.data();
        if (data == null) {
            return Verdicts.refuse(ErrorCode.BAD_REQUEST);
        }
        Subscription subscription = connection.subscriptions().find(channel);
        SubscriptionGrant grant = subscription == null ? null : subscription.grant();
        Optional<HubException> refusal =
                rights.refusalToPublish(channel, connection.session().principal(), grant, data);
        if (refusal.isPresent()) {
            return Future.failedFuture(refusal.get());
        }
        ClientInfo info = connection.session().info(subscription == null ? null : subscription.info());
        return bus.publish(new ChannelCommand.Publish(channel, data, info, PublishOptions.NONE))
                .map(published -> Outcome.Answer.of(new Reply.Publish(command.id())));
    }
}
