package dev.hub.core.protocol;

import dev.hub.core.channel.ClientInfo;
import dev.hub.core.channel.Payload;
import dev.hub.core.channel.StreamPosition;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Replies as JSON. Zero values are left out; the key of the result is there even when the result is empty. */
public final class JsonReplies {
    private JsonReplies() {}

    /** The reply as one JSON object without line breaks, in UTF-8. */
    public static byte[] encode(Reply reply) {
        JsonWriter json = new JsonWriter();
        json.beginObject().name("id").value(Integer.toUnsignedLong(reply.id()));
        switch (reply) {
            case Reply.Refused refused -> write(json, refused);
            case Reply.Connect connect -> write(json, connect);
            case Reply.Subscribe subscribe -> write(json.name("subscribe"), subscribe);
            case Reply.Unsubscribe unsubscribe -> empty(json, "unsubscribe");
            case Reply.Publish publish -> empty(json, "publish");
            case Reply.History history -> write(json.name("history"), history);
            case Reply.Presence presence -> write(json, presence);
            case Reply.PresenceStats stats ->
                json.name("presence_stats")
                        .beginObject()
                        .name("num_clients")
                        .value(stats.clients())
                        .name("num_users")
                        .value(stats.users())
                        .endObject();
            case Reply.Rpc rpc ->
                json.name("rpc").beginObject().name("data").value(rpc.data()).endObject();
            case Reply.Refresh refresh -> write(json, refresh);
            case Reply.SubRefresh refresh -> {
                json.name("sub_refresh").beginObject();
                write(json, refresh.expiry());
                json.endObject();
            }
        }
        return json.endObject().toBytes();
    }

    private static void empty(JsonWriter json, String name) {
        json.name(name).beginObject().endObject();
    }

    private static void write(JsonWriter json, Reply.Refused refused) {
        json.name("error").beginObject();
        json.name("code").value(refused.code()).name("message").value(refused.message());
        if (refused.temporary()) {
            json.name("temporary").value(true);
        }
        json.endObject();
    }

    private static void write(JsonWriter json, Reply.Connect connect) {
        json.name("connect").beginObject().name("client").value(connect.client());
        writeUnlessEmpty(json, "version", connect.version());
        write(json, connect.expiry());
        writeIfPresent(json, "data", connect.data());
        if (!connect.subs().isEmpty()) {
            json.name("subs").beginObject();
            for (Map.Entry<String, Reply.Subscribe> each : connect.subs().entrySet()) {
                write(json.name(each.getKey()), each.getValue());
            }
            json.endObject();
        }
        if (connect.pingSeconds() > 0) {
            json.name("ping").value(connect.pingSeconds()).name("pong").value(true);
        }
        json.endObject();
    }

    private static void write(JsonWriter json, Reply.Subscribe subscribe) {
        Reply.Start start = subscribe.start();
        json.beginObject();
        write(json, subscribe.expiry());
        writeIfTrue(json, "recoverable", start.recoverable());
        StreamPosition position = start.position();
        if (position != null) {
            writeUnlessEmpty(json, "epoch", position.epoch());
        }
        if (!start.publications().isEmpty()) {
            write(json, start.publications());
        }
        Reply.Recovery recovery = start.recovery();
        writeIfTrue(json, "recovered", recovery == Reply.Recovery.COMPLETE || recovery == Reply.Recovery.UNASKED);
        if (position != null) {
            writeOffset(json, position);
            json.name("positioned").value(true);
        }
        writeIfPresent(json, "data", subscribe.data());
        writeIfTrue(json, "was_recovering", recovery == Reply.Recovery.COMPLETE || recovery == Reply.Recovery.REFUSED);
        writeIfTrue(json, "delta", start.delta());
        json.endObject();
    }

    private static void write(JsonWriter json, Reply.History history) {
        json.beginObject();
        write(json, history.publications());
        writeUnlessEmpty(json, "epoch", history.position().epoch());
        writeOffset(json, history.position());
        json.endObject();
    }

    private static void write(JsonWriter json, Reply.Presence presence) {
        json.name("presence").beginObject().name("presence").beginObject();
        for (ClientInfo each : presence.members()) {
            JsonClientInfos.write(json.name(each.client()), each);
        }
        json.endObject().endObject();
    }

    private static void write(JsonWriter json, List<Payload> publications) {
        json.name("publications").beginArray();
        publications.forEach(json::value);
        json.endArray();
    }

    static void writeOffset(JsonWriter json, StreamPosition position) {
        if (position.offset() > 0) {
            json.name("offset").value(position.offset());
        }
    }

    static void writeIfTrue(JsonWriter json, String name, boolean truth) {
        if (truth) {
            json.name(name).value(true);
        }
    }

    private static void write(JsonWriter json, Reply.Refresh refresh) {
        json.name("refresh").beginObject().name("client").value(refresh.client());
        writeUnlessEmpty(json, "version", refresh.version());
        write(json, refresh.expiry());
        json.endObject();
    }

    static void write(JsonWriter json, Reply.Expiry expiry) {
        if (expiry.expires()) {
            json.name("expires").value(true).name("ttl").value(expiry.ttlSeconds());
        }
    }

    static void writeUnlessEmpty(JsonWriter json, String name, String value) {
        if (!value.isEmpty()) {
            json.name(name).value(value);
        }
    }

    static void writeIfPresent(JsonWriter json, String name, @Nullable Payload value) {
        if (value != null) {
            json.name(name).value(value);
        }
    }
}
