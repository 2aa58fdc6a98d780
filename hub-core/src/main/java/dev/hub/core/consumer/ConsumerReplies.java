package dev.hub.core.consumer;

import dev.hub.core.channel.Payload;
import dev.hub.core.channel.StreamPosition;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.protocol.JsonPublications;
import dev.hub.core.valkey.Numbers;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;

/** Reads what the scripts answer. */
final class ConsumerReplies {
    private ConsumerReplies() {}

    static Fetched fetched(Response reply) {
        requireOk(reply);
        List<ConsumerDelivery> deliveries = new ArrayList<>();
        for (Response each : reply.get(10)) {
            deliveries.add(new ConsumerDelivery(
                    Numbers.at(each, 0),
                    Numbers.smallAt(each, 1),
                    each.get(2).toString(),
                    Payload.ofBytes(each.get(3).toBytes())));
        }
        return new Fetched(
                reply.get(1).toString(),
                Numbers.at(reply, 2),
                Numbers.at(reply, 3),
                Numbers.at(reply, 4) == 1,
                Numbers.at(reply, 5),
                Numbers.smallAt(reply, 6),
                Numbers.at(reply, 7),
                Numbers.at(reply, 8),
                Numbers.at(reply, 9),
                deliveries);
    }

    static Settled settled(Response reply) {
        requireOk(reply);
        List<Long> unknown = new ArrayList<>();
        for (Response each : reply.get(2)) {
            unknown.add(Long.parseLong(each.toString()));
        }
        return new Settled(Numbers.smallAt(reply, 1), unknown);
    }

    static Revived revived(Response reply) {
        requireOk(reply);
        List<String> refused = new ArrayList<>();
        reply.get(2).forEach(each -> refused.add(each.toString()));
        return new Revived(Numbers.smallAt(reply, 1), refused);
    }

    /** With the age of the oldest publication by the clock of the instance that took it. */
    static ConsumerInfo info(Response reply) {
        requireOk(reply);
        return new ConsumerInfo(
                new ConsumerSettings(
                        Numbers.at(reply, 4),
                        Numbers.smallAt(reply, 5),
                        Numbers.smallAt(reply, 6),
                        Numbers.smallAt(reply, 7),
                        ConsumerStart.NEW),
                new StreamPosition(Numbers.at(reply, 2), reply.get(1).toString()),
                Numbers.at(reply, 3),
                new ConsumerInfo.Counts(
                        Numbers.at(reply, 8),
                        Numbers.at(reply, 9),
                        Numbers.at(reply, 10),
                        Numbers.at(reply, 11),
                        Numbers.at(reply, 12),
                        Numbers.at(reply, 14),
                        Numbers.at(reply, 15)),
                Numbers.at(reply, 16),
                Numbers.at(reply, 17),
                Numbers.at(reply, 18),
                Numbers.at(reply, 13),
                age(Numbers.at(reply, 19), reply.get(20).toBytes()));
    }

    private static long age(long now, byte[] publication) {
        if (publication.length == 0) {
            return 0;
        }
        long time = JsonPublications.decode(Payload.ofBytes(publication)).time();
        return time == 0 ? 0 : Math.max(0, now - time);
    }

    static List<DeadLetter> deadLetters(Response reply) {
        List<DeadLetter> letters = new ArrayList<>();
        for (Response each : reply) {
            letters.add(deadLetter(each.get(0).toString(), each.get(1)));
        }
        return letters;
    }

    private static DeadLetter deadLetter(String id, Response fields) {
        long offset = 0;
        String epoch = "";
        int attempts = 0;
        String channel = "";
        Payload publication = Payload.NULL;
        for (int i = 0; i < fields.size(); i += 2) {
            Response value = fields.get(i + 1);
            switch (fields.get(i).toString()) {
                case "o" -> offset = Long.parseLong(value.toString());
                case "e" -> epoch = value.toString();
                case "n" -> attempts = Integer.parseInt(value.toString());
                case "c" -> channel = value.toString();
                case "d" -> publication = Payload.ofBytes(value.toBytes());
                default -> {
                    // For the scripts, or written by a newer hub.
                }
            }
        }
        long time = Long.parseLong(id.substring(0, id.indexOf('-')));
        return new DeadLetter(id, time, offset, epoch, attempts, channel, publication);
    }

    /** Refuses when there is no such consumer, or the offsets belong to another epoch. */
    private static void requireOk(Response reply) {
        switch (reply.get(0).toString()) {
            case "ok" -> {
                // As expected.
            }
            case "epoch" ->
                throw HubException.of(
                        ErrorCode.UNRECOVERABLE_POSITION,
                        "unrecoverable position: the epoch is " + reply.get(1) + " now");
            default -> throw unknown();
        }
    }

    static HubException unknown() {
        return HubException.of(ErrorCode.UNKNOWN_CHANNEL, "unknown consumer");
    }
}
