package dev.hub.verticles.consumer;

import dev.hub.core.bus.ConsumerCommand.Batch;
import dev.hub.core.bus.ConsumerEvent;
import dev.hub.core.channel.Payload;
import dev.hub.core.consumer.ConsumerDelivery;
import dev.hub.core.consumer.ConsumerId;
import dev.hub.core.consumer.DeadLetter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.BiConsumer;

/** What workers are told, as JSON. The publications stay as their publishers wrote them. */
public final class DeliveryJson {
    private DeliveryJson() {}

    /** The push for a client. */
    public static Payload push(ConsumerEvent event) {
        Buffer json = Buffer.buffer("{\"consumer\":");
        switch (event) {
            case ConsumerEvent.Deliveries some -> {
                JsonObject head = head(some.consumer()).put("epoch", some.epoch());
                appendDeliveries(json, withLost(head, some.lost()), some.deliveries());
            }
            case ConsumerEvent.Ended ended ->
                json.appendString(
                        head(ended.consumer()).put("ended", ended.reason()).encode());
        }
        return Payload.ofBytes(json.appendString("}").getBytes());
    }

    /** The answer to who asked for deliveries. */
    public static Payload batch(Batch batch) {
        JsonObject head = new JsonObject().put("epoch", batch.epoch()).put("ack_timeout_ms", batch.ackTimeoutMillis());
        Buffer json = Buffer.buffer();
        appendDeliveries(json, withLost(head, batch.lost()), batch.deliveries());
        return Payload.ofBytes(json.getBytes());
    }

    /** Dead letters in a row. */
    public static Payload letters(List<DeadLetter> letters) {
        Buffer json = Buffer.buffer("{");
        appendList(json, "letters", letters, (buffer, letter) -> {
            JsonObject head = new JsonObject()
                    .put("id", letter.id())
                    .put("dead_since", letter.time())
                    .put("offset", letter.offset())
                    .put("epoch", letter.epoch())
                    .put("attempts", letter.attempts());
            append(buffer, withChannel(head, letter.channel()), letter.publication());
        });
        return Payload.ofBytes(json.appendString("}").getBytes());
    }

    private static JsonObject head(ConsumerId consumer) {
        return new JsonObject().put("channel", consumer.channel().value()).put("consumer", consumer.name());
    }

    private static JsonObject withLost(JsonObject head, long lost) {
        return lost == 0 ? head : head.put("lost", lost);
    }

    private static JsonObject withChannel(JsonObject head, String channel) {
        return channel.isEmpty() ? head : head.put("channel", channel);
    }

    private static void appendDeliveries(Buffer json, JsonObject head, List<ConsumerDelivery> deliveries) {
        String opened = head.encode();
        json.appendString(opened.substring(0, opened.length() - 1)).appendString(",");
        appendList(json, "deliveries", deliveries, (buffer, each) -> {
            JsonObject about = new JsonObject().put("offset", each.offset()).put("attempt", each.attempt());
            append(buffer, withChannel(about, each.channel()), each.publication());
        });
        json.appendString("}");
    }

    private static <T> void appendList(Buffer json, String name, List<T> all, BiConsumer<Buffer, T> append) {
        json.appendString("\"" + name + "\":[");
        for (int i = 0; i < all.size(); i++) {
            if (i > 0) {
                json.appendString(",");
            }
            append.accept(json, all.get(i));
        }
        json.appendString("]");
    }

    /** The fields of {@code head} and then those of the publication, which is an object and never empty. */
    private static void append(Buffer json, JsonObject head, Payload publication) {
        String opened = head.encode();
        byte[] rest = publication.bytes();
        json.appendString(opened.substring(0, opened.length() - 1))
                .appendString(",")
                .appendBytes(rest, 1, rest.length - 1);
    }
}
