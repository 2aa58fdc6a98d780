package dev.hub.core.protocol;

import dev.hub.core.channel.ClientInfo;
import dev.hub.core.channel.StreamPosition;

/** Pushes as JSON. */
public final class JsonPushes {
    private JsonPushes() {}

    /** The push as one JSON object without line breaks, in UTF-8. */
    public static byte[] encode(Push push) {
        JsonWriter json = new JsonWriter();
        json.beginObject().name("push").beginObject();
        switch (push) {
            case Push.Pub pub -> {
                json.name("channel").value(pub.channel()).name("pub");
                JsonPublications.write(json, pub.publication());
            }
            case Push.Subscribe subscribe -> write(json, subscribe);
            case Push.Unsubscribe unsubscribe -> write(json, unsubscribe);
            case Push.Refresh refresh -> {
                json.name("refresh").beginObject();
                JsonReplies.write(json, refresh.expiry());
                json.endObject();
            }
            case Push.Join join -> write(json, join.channel(), "join", join.info());
            case Push.Leave leave -> write(json, leave.channel(), "leave", leave.info());
            case Push.Message message ->
                json.name("message")
                        .beginObject()
                        .name("data")
                        .value(message.data())
                        .endObject();
        }
        return json.endObject().endObject().toBytes();
    }

    private static void write(JsonWriter json, String channel, String what, ClientInfo info) {
        json.name("channel").value(channel).name(what).beginObject().name("info");
        JsonClientInfos.write(json, info);
        json.endObject();
    }

    private static void write(JsonWriter json, Push.Subscribe subscribe) {
        json.name("channel").value(subscribe.channel()).name("subscribe").beginObject();
        StreamPosition position = subscribe.position();
        JsonReplies.writeIfTrue(json, "recoverable", subscribe.recoverable());
        if (position != null) {
            JsonReplies.writeUnlessEmpty(json, "epoch", position.epoch());
            JsonReplies.writeOffset(json, position);
            json.name("positioned").value(true);
        }
        JsonReplies.writeIfPresent(json, "data", subscribe.data());
        json.endObject();
    }

    /** The code is never left out: without it, clients would subscribe again. */
    private static void write(JsonWriter json, Push.Unsubscribe unsubscribe) {
        json.name("channel").value(unsubscribe.channel()).name("unsubscribe").beginObject();
        json.name("code").value(unsubscribe.code()).name("reason").value(unsubscribe.reason());
        json.endObject();
    }
}
