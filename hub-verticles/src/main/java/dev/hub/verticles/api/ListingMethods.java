package dev.hub.verticles.api;

import dev.hub.core.bus.ChannelPage;
import dev.hub.core.bus.ConnectionFilter;
import dev.hub.core.bus.ConnectionInfo;
import dev.hub.core.bus.ConnectionPage;
import dev.hub.core.bus.HubConnections;
import dev.hub.core.bus.InstanceQuestion;
import dev.hub.core.channel.ChannelName;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Which connections and channels there are, everywhere, page by page. */
final class ListingMethods {
    private static final int STANDARD = 100;
    private static final int MAX_TEXT = 1024;

    private final HubConnections connections;

    ListingMethods(HubConnections connections) {
        this.connections = connections;
    }

    List<ApiMethod> methods() {
        return List.of(
                ApiMethod.of("connections", ListingMethods::connectionsWanted, this::connections),
                ApiMethod.of("channels", ListingMethods::channelsWanted, this::channels));
    }

    /** Which connections are asked for. */
    record ConnectionsWanted(ConnectionFilter filter, String node, String cursor, int limit) {}

    /** Which channels are asked for. */
    record ChannelsWanted(String pattern, String cursor, int limit) {}

    private static ConnectionsWanted connectionsWanted(ApiFields fields) {
        String user = fields.string("user");
        String client = fields.string("client");
        String channel = fields.string("channel");
        String ip = fields.string("ip");
        String name = fields.string("name");
        return new ConnectionsWanted(
                ControlFields.checked(() -> new ConnectionFilter(user, client, channel, ip, name)),
                text(fields, "node", MAX_TEXT),
                text(fields, "cursor", MAX_TEXT),
                limit(fields));
    }

    private static ChannelsWanted channelsWanted(ApiFields fields) {
        return new ChannelsWanted(
                text(fields, "pattern", ChannelName.MAX_LENGTH),
                text(fields, "cursor", ChannelName.MAX_LENGTH),
                limit(fields));
    }

    static int limit(ApiFields fields) {
        return (int) fields.integer("limit", STANDARD, 1, InstanceQuestion.MAX_LIMIT);
    }

    static String text(ApiFields fields, String name, int maxLength) {
        String text = fields.string(name);
        if (text.length() > maxLength) {
            throw ApiFields.badRequest(name + " must have at most " + maxLength + " characters, got " + text.length());
        }
        return text;
    }

    private Future<JsonObject> connections(ConnectionsWanted wanted) {
        return connections
                .list(wanted.filter(), wanted.node(), wanted.cursor(), wanted.limit())
                .map(ListingMethods::encode);
    }

    private static JsonObject encode(ConnectionPage page) {
        JsonObject all = new JsonObject();
        page.entries().forEach(each -> all.put(each.connection().client(), encode(each)));
        return withCursor(new JsonObject().put("connections", all), page.next());
    }

    private static JsonObject encode(ConnectionPage.Entry entry) {
        ConnectionInfo connection = entry.connection();
        JsonObject channels = new JsonObject();
        connection.channels().forEach(each -> channels.put(each, new JsonObject()));
        return new JsonObject()
                .put("user", connection.user())
                .put("app_name", connection.name())
                .put("app_version", connection.version())
                .put("transport", connection.transport())
                .put("ip", connection.ip())
                .put("connected_at", connection.connectedAt())
                .put("node", entry.nodeUid())
                .put("node_name", entry.nodeName())
                .put("num_channels", connection.channelCount())
                .put("state", new JsonObject().put("channels", channels));
    }

    private Future<JsonObject> channels(ChannelsWanted wanted) {
        return connections
                .channels(wanted.pattern(), wanted.cursor(), wanted.limit())
                .map(ListingMethods::encode);
    }

    private static JsonObject encode(ChannelPage page) {
        JsonObject all = new JsonObject();
        page.channels().forEach(each -> all.put(each.channel(), new JsonObject().put("num_clients", each.clients())));
        return withCursor(new JsonObject().put("channels", all), page.next());
    }

    static JsonObject withCursor(JsonObject result, String cursor) {
        return cursor.isEmpty() ? result : result.put("cursor", cursor);
    }
}
