package dev.hub.core.protocol;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The fields of one command as they are read. Of several requests in one command the first counts. */
final class CommandFields {
    private static final long MAX_ID = 0xffff_ffffL;

    private long id;
    private @Nullable IntFunction<Command> request;

    void read(String name, JsonReader value) throws IOException {
        switch (name) {
            case "id" -> id = value.integer();
            case "connect" -> connect(value);
            case "subscribe" -> subscribe(value);
            case "publish", "rpc", "send" -> withData(name, value);
            case "refresh", "sub_refresh" -> withToken(name, value);
            case "unsubscribe", "presence", "presence_stats", "history", "ping" -> withChannel(name, value);
            default -> value.skip();
        }
    }

    /** An empty object is a pong; everything but {@code send} needs an id. */
    Command toCommand() {
        if (id < 0 || id > MAX_ID) {
            throw new IllegalArgumentException("id must be 1 to 4294967295, got " + id);
        }
        if (request == null) {
            if (id != 0) {
                throw new IllegalArgumentException("a command without a known request");
            }
            return new Command.Pong();
        }
        Command command = request.apply((int) id);
        if (id == 0 && !(command instanceof Command.Send)) {
            throw new IllegalArgumentException("a command without id");
        }
        return command;
    }

    private void offer(boolean present, IntFunction<Command> candidate) {
        if (present && request == null) {
            request = candidate;
        }
    }

    private void connect(JsonReader value) throws IOException {
        RequestFields fields = new RequestFields();
        Map<String, Command.Subscribe> subs = new LinkedHashMap<>();
        Map<String, String> headers = new LinkedHashMap<>();
        boolean present = value.nextObjectOrNull((name, each) -> {
            switch (name) {
                case "subs" -> each.nextObjectOrNull((channel, sub) -> subs.put(channel, serverSide(channel, sub)));
                case "headers" -> each.nextObjectOrNull((header, text) -> headers.put(header, text.string()));
                default -> fields.read(name, each);
            }
        });
        offer(
                present,
                id -> new Command.Connect(
                        id,
                        fields.token,
                        fields.data,
                        Map.copyOf(subs),
                        fields.name,
                        fields.version,
                        Map.copyOf(headers)));
    }

    private static Command.Subscribe serverSide(String channel, JsonReader value) throws IOException {
        RequestFields fields = new RequestFields();
        value.nextObjectOrNull(fields::read);
        return new Command.Subscribe(0, channel, fields.token, fields.data, fields.position(), fields.wishes());
    }

    private void subscribe(JsonReader value) throws IOException {
        RequestFields fields = new RequestFields();
        offer(
                value.nextObjectOrNull(fields::read),
                id -> new Command.Subscribe(
                        id, fields.channel, fields.token, fields.data, fields.position(), fields.wishes()));
    }

    private void withData(String kind, JsonReader value) throws IOException {
        RequestFields fields = new RequestFields();
        boolean present = value.nextObjectOrNull(fields::read);
        offer(
                present,
                switch (kind) {
                    case "publish" -> id -> new Command.Publish(id, fields.channel, fields.data);
                    case "rpc" -> id -> new Command.Rpc(id, fields.method, fields.dataOrNull());
                    default -> id -> new Command.Send(fields.dataOrNull());
                });
    }

    private void withToken(String kind, JsonReader value) throws IOException {
        RequestFields fields = new RequestFields();
        boolean present = value.nextObjectOrNull(fields::read);
        offer(
                present,
                kind.equals("refresh")
                        ? id -> new Command.Refresh(id, fields.token)
                        : id -> new Command.SubRefresh(id, fields.channel, fields.token));
    }

    private void withChannel(String kind, JsonReader value) throws IOException {
        RequestFields fields = new RequestFields();
        boolean present = value.nextObjectOrNull(fields::read);
        offer(
                present,
                switch (kind) {
                    case "unsubscribe" -> id -> new Command.Unsubscribe(id, fields.channel);
                    case "presence" -> id -> new Command.Presence(id, fields.channel);
                    case "presence_stats" -> id -> new Command.PresenceStats(id, fields.channel);
                    case "history" -> fields::history;
                    default -> Command.Ping::new;
                });
    }
}
