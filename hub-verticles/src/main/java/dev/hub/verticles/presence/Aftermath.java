package dev.hub.verticles.presence;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ChannelCommand;
import dev.hub.core.bus.EventCommand;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.PublishOptions;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.config.UsersConfig;
import dev.hub.core.presence.GroupPlace;
import dev.hub.core.presence.PresenceGroup.OfUser;
import dev.hub.core.presence.PresenceStore;
import dev.hub.core.presence.UserRead;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** What has to be told elsewhere after a group changed: events, and whether a user is online. It may be told twice. */
final class Aftermath {
    private final HubBus bus;
    private final PresenceStore store;
    private final UsersConfig users;

    Aftermath(HubBus bus, PresenceStore store, UsersConfig users) {
        this.bus = bus;
        this.store = store;
        this.users = users;
    }

    /** Publishes the events that wait in the group's outbox; done when none does. */
    Future<Void> forwardEvents(GroupPlace place) {
        return bus.request(
                        Addresses.EVENTS, new EventCommand.Forward(store.outbox(place)), EventCommand.Forwarded.class)
                .mapEmpty();
    }

    /** Somebody may watch whether users are online. */
    boolean tellsStatus(GroupPlace place) {
        return place.group() instanceof OfUser && !users.statusNamespace().isEmpty();
    }

    /** Publishes how it is with the user of the group now, where that is wanted. */
    Future<Void> publishStatus(GroupPlace place) {
        return tellsStatus(place) && place.group() instanceof OfUser of
                ? store.user(of.user()).compose(read -> publishStatus(of.user(), read))
                : Future.succeededFuture();
    }

    /** The same of a user that was read a moment ago. By the server's clock, so that an older state never replaces a newer. */
    Future<Void> publishStatus(String user, UserRead read) {
        String name = users.statusNamespace() + ":" + user;
        if (users.statusNamespace().isEmpty() || !ChannelName.faultOf(name).isEmpty()) {
            return Future.succeededFuture();
        }
        PublishOptions options = new PublishOptions(Map.of(), "", read.nowMillis(), "", false, false, false);
        return bus.publish(new ChannelCommand.Publish(new ChannelName(name), json(user, read), null, options))
                .mapEmpty();
    }

    private static Payload json(String user, UserRead read) {
        boolean isOnline = !read.connections().isEmpty();
        String head = new JsonObject()
                .put("user", user)
                .put("online", isOnline)
                .put("seen", isOnline ? read.nowMillis() : read.seenMillis())
                .encode();
        Payload status = read.status();
        return status == null
                ? Payload.ofJson(head)
                : Payload.ofJson(head.substring(0, head.length() - 1) + ",\"status\":" + status.toJson() + "}");
    }
}
