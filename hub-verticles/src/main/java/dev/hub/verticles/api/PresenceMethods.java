package dev.hub.verticles.api;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.PresenceCommand.DescribeUsers;
import dev.hub.core.bus.PresenceCommand.MemberCount;
import dev.hub.core.bus.PresenceCommand.MemberPage;
import dev.hub.core.bus.PresenceCommand.Members;
import dev.hub.core.bus.PresenceCommand.SetStatus;
import dev.hub.core.bus.PresenceCommand.Stats;
import dev.hub.core.bus.PresenceCommand.UserStatus;
import dev.hub.core.bus.PresenceCommand.UserStatuses;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.protocol.JsonClientInfos;
import io.vertx.core.Future;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;

/** Who is where. */
final class PresenceMethods {
    private static final int STANDARD_PAGE = 1000;
    private static final int MAX_USERS = 1000;
    private static final int MAX_STATUS = 4096;

    private final HubBus bus;
    private final ApiChannels channels;

    PresenceMethods(HubBus bus, ApiChannels channels) {
        this.bus = bus;
        this.channels = channels;
    }

    List<ApiMethod> methods() {
        return List.of(
                ApiMethod.ofJson("presence", PresenceMethods::readMembers, this::members),
                ApiMethod.of("presence_stats", fields -> new Stats(fields.channel()), this::stats),
                ApiMethod.ofJson("user_status", PresenceMethods::readUsers, this::users),
                ApiMethod.ofJson("user_status_set", PresenceMethods::readStatus, this::setStatus));
    }

    private static Members readMembers(ApiFields fields) {
        int limit = (int) fields.integer("limit", STANDARD_PAGE, 1, Members.MAX_LIMIT);
        return new Members(fields.channel(), fields.string("after"), limit);
    }

    private Future<Payload> members(Members request) {
        requirePresence(request.channel());
        return bus.request(Addresses.PRESENCE, request, MemberPage.class).map(PresenceMethods::encode);
    }

    /** What clients are told about members stays as it stands. */
    private static Payload encode(MemberPage page) {
        String members = page.members().stream()
                .map(member -> Json.encode(member.client()) + ":"
                        + JsonClientInfos.encode(member).toJson())
                .collect(Collectors.joining(",", "{\"presence\":{", "}"));
        return Payload.ofJson(members + (page.next().isEmpty() ? "" : ",\"next\":" + Json.encode(page.next())) + "}");
    }

    private Future<JsonObject> stats(Stats request) {
        requirePresence(request.channel());
        return bus.request(Addresses.PRESENCE, request, MemberCount.class)
                .map(count ->
                        new JsonObject().put("num_clients", count.clients()).put("num_users", count.users()));
    }

    private void requirePresence(ChannelName channel) {
        if (!channels.namespaceOf(channel).presence().presence()) {
            throw HubException.of(ErrorCode.NOT_AVAILABLE);
        }
    }

    private static DescribeUsers readUsers(ApiFields fields) {
        List<String> users = fields.strings("users");
        if (users.isEmpty() || users.size() > MAX_USERS || users.contains("")) {
            throw ApiFields.badRequest("users must be 1 to " + MAX_USERS + " ids of users, none of them empty");
        }
        return new DescribeUsers(users);
    }

    private static SetStatus readStatus(ApiFields fields) {
        String user = fields.string("user");
        if (user.isEmpty()) {
            throw ApiFields.badRequest("user is required");
        }
        Payload status =
                fields.raw("status").filter(json -> !json.equals(Payload.NULL)).orElse(null);
        if (status != null && status.size() > MAX_STATUS) {
            throw ApiFields.badRequest("status must have at most " + MAX_STATUS + " bytes, got " + status.size());
        }
        return new SetStatus(user, status);
    }

    private Future<Payload> users(DescribeUsers request) {
        return bus.request(Addresses.PRESENCE, request, UserStatuses.class).map(PresenceMethods::encode);
    }

    private Future<Payload> setStatus(SetStatus request) {
        return bus.request(Addresses.PRESENCE, request, UserStatuses.class).map(PresenceMethods::encode);
    }

    private static Payload encode(UserStatuses statuses) {
        return Payload.ofJson(statuses.users().stream()
                .map(PresenceMethods::encode)
                .collect(Collectors.joining(",", "{\"users\":[", "]}")));
    }

    private static String encode(UserStatus user) {
        JsonObject json = new JsonObject()
                .put("user", user.user())
                .put("online", user.isOnline())
                .put("connections", user.connections());
        if (user.seenMillis() > 0) {
            json.put("seen", user.seenMillis());
        }
        String text = json.encode();
        Payload status = user.status();
        return status == null ? text : text.substring(0, text.length() - 1) + ",\"status\":" + status.toJson() + "}";
    }
}
