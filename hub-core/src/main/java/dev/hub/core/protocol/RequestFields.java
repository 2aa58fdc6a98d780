package dev.hub.core.protocol;

import dev.hub.core.channel.Payload;
import dev.hub.core.channel.StreamPosition;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Fields of any request of a command; each request uses some. */
final class RequestFields {
    String channel = "";
    String token = "";
    String name = "";
    String version = "";
    String method = "";

    @Nullable
    Payload data;

    private String epoch = "";
    private long offset;
    private boolean recover;
    private boolean positioned;
    private boolean recoverable;
    private String delta = "";
    private @Nullable Payload tagsFilter;
    private boolean joinLeave;
    private long flags;
    private int limit;
    private @Nullable StreamPosition since;
    private boolean reverse;

    void read(String field, JsonReader value) throws IOException {
        switch (field) {
            case "channel" -> channel = value.string();
            case "token" -> token = value.string();
            case "name" -> name = value.string();
            case "version" -> version = value.string();
            case "method" -> method = value.string();
            case "data" -> data = value.raw();
            default -> readPosition(field, value);
        }
    }

    private void readPosition(String field, JsonReader value) throws IOException {
        switch (field) {
            case "epoch" -> epoch = value.string();
            case "offset" -> offset = value.integer();
            case "recover" -> recover = value.truth();
            case "positioned" -> positioned = value.truth();
            case "recoverable" -> recoverable = value.truth();
            default -> readWish(field, value);
        }
    }

    private void readWish(String field, JsonReader value) throws IOException {
        switch (field) {
            case "delta" -> delta = value.string();
            case "tf" -> tagsFilter = unlessNull(value.raw());
            case "join_leave" -> joinLeave = value.truth();
            case "flag" -> flags = value.integer();
            default -> readHistory(field, value);
        }
    }

    private void readHistory(String field, JsonReader value) throws IOException {
        switch (field) {
            case "limit" -> limit = Math.clamp(value.integer(), -1, Integer.MAX_VALUE);
            case "reverse" -> reverse = value.truth();
            case "since" -> since = position(value);
            default -> value.skip();
        }
    }

    private static @Nullable StreamPosition position(JsonReader value) throws IOException {
        RequestFields fields = new RequestFields();
        return value.nextObjectOrNull(fields::read) ? new StreamPosition(fields.offset, fields.epoch) : null;
    }

    private static @Nullable Payload unlessNull(Payload value) {
        return value.equals(Payload.NULL) ? null : value;
    }

    Command.Position position() {
        return new Command.Position(recover, offset, epoch, positioned, recoverable);
    }

    Command.Wishes wishes() {
        return new Command.Wishes(delta, tagsFilter, joinLeave, flags);
    }

    Command.History history(int id) {
        return new Command.History(id, channel, limit, since, reverse);
    }

    Payload dataOrNull() {
        return data == null ? Payload.NULL : data;
    }
}
