package dev.hub.core.stream;

import dev.hub.core.channel.Payload;
import dev.hub.core.channel.StreamPosition;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;

/** Reads what the scripts answer: {@code {epoch, offset, entries as XRANGE gives them}}. */
final class SliceReply {
    private SliceReply() {}

    static StreamSlice parse(Response reply) {
        StreamPosition top = new StreamPosition(
                Long.parseLong(reply.get(1).toString()), reply.get(0).toString());
        List<StreamEntry> entries = new ArrayList<>(reply.get(2).size());
        for (Response entry : reply.get(2)) {
            entries.add(entry(entry.get(0).toString(), entry.get(1)));
        }
        return new StreamSlice(top, entries);
    }

    private static StreamEntry entry(String id, Response fields) {
        long offset = Long.parseLong(id.substring(0, id.indexOf('-')));
        long previous = offset - 1;
        boolean delta = false;
        String channel = "";
        Payload publication = Payload.NULL;
        for (int i = 0; i < fields.size(); i += 2) {
            Response value = fields.get(i + 1);
            switch (fields.get(i).toString()) {
                case "d" -> publication = Payload.ofBytes(value.toBytes());
                case "p" -> previous = Long.parseLong(value.toString());
                case "f" -> delta = Envelope.isDelta(value.toString());
                case "c" -> channel = value.toString();
                default -> {
                    // Written by a newer hub; what it means is not for this one.
                }
            }
        }
        return new StreamEntry(offset, previous, delta, channel, publication);
    }
}
