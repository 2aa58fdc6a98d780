package dev.hub.verticles.api;

import dev.hub.core.bus.ConsumerCommand.Acknowledge;
import dev.hub.core.bus.ConsumerCommand.Create;
import dev.hub.core.bus.ConsumerCommand.Delete;
import dev.hub.core.bus.ConsumerCommand.Describe;
import dev.hub.core.bus.ConsumerCommand.Extend;
import dev.hub.core.bus.ConsumerCommand.Fetch;
import dev.hub.core.bus.ConsumerCommand.ListAll;
import dev.hub.core.bus.ConsumerCommand.ListDead;
import dev.hub.core.bus.ConsumerCommand.PurgeDead;
import dev.hub.core.bus.ConsumerCommand.Refuse;
import dev.hub.core.bus.ConsumerCommand.RetryDead;
import dev.hub.core.consumer.ConsumerId;
import dev.hub.core.consumer.ConsumerInfo;
import dev.hub.core.consumer.ConsumerSettings;
import dev.hub.core.consumer.ConsumerStart;
import dev.hub.core.consumer.ConsumerStore;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads what is asked of durable consumers.
 *
 * @param maxWait longest {@code wait_ms} of a fetch
 */
record ConsumerFields(Duration maxWait) {
    private static final int DEFAULT_BATCH = 100;
    private static final long MAX_OFFSET = (1L << 53) - 1;
    private static final int MAX_EPOCH = 64;
    private static final Pattern LETTER_ID = Pattern.compile("[0-9]{1,16}-[0-9]{1,16}");

    static ConsumerId consumer(ApiFields fields) {
        String name = fields.string("consumer");
        String fault = ConsumerId.faultOf(name);
        if (!fault.isEmpty()) {
            throw ApiFields.badRequest(fault);
        }
        return new ConsumerId(fields.channel(), name);
    }

    Create create(ApiFields fields) {
        ConsumerSettings standard = ConsumerSettings.DEFAULTS;
        return new Create(
                consumer(fields),
                new ConsumerSettings(
                        fields.integer(
                                "ack_timeout_ms",
                                standard.ackTimeoutMillis(),
                                ConsumerSettings.LEAST_ACK_TIMEOUT,
                                ConsumerSettings.MAX_MILLIS),
                        (int) fields.integer(
                                "max_in_flight", standard.maxInFlight(), 1, ConsumerSettings.MAX_IN_FLIGHT),
                        (int) fields.integer(
                                "max_deliveries", standard.maxDeliveries(), 0, ConsumerSettings.MAX_DELIVERIES),
                        (int) fields.integer("max_retained", standard.maxRetained(), 1, ConsumerSettings.MAX_RETAINED),
                        start(fields)));
    }

    Delete delete(ApiFields fields) {
        return new Delete(consumer(fields));
    }

    ListAll list(ApiFields fields) {
        return new ListAll(fields.channel());
    }

    Describe describe(ApiFields fields) {
        return new Describe(consumer(fields));
    }

    Fetch fetch(ApiFields fields) {
        return new Fetch(
                consumer(fields),
                (int) fields.integer("max", DEFAULT_BATCH, 1, ConsumerStore.MAX_BATCH),
                fields.integer("wait_ms", 0, 0, maxWait.toMillis()));
    }

    Acknowledge acknowledge(ApiFields fields) {
        return new Acknowledge(consumer(fields), epoch(fields), offsets(fields));
    }

    Refuse refuse(ApiFields fields) {
        return new Refuse(
                consumer(fields),
                epoch(fields),
                offsets(fields),
                fields.integer("delay_ms", 0, 0, ConsumerSettings.MAX_MILLIS));
    }

    /** Without {@code ms} for as long as a delivery may take at first. */
    Extend extend(ApiFields fields) {
        return new Extend(
                consumer(fields),
                epoch(fields),
                offsets(fields),
                fields.integer("ms", ConsumerSettings.DEFAULTS.ackTimeoutMillis(), 100, ConsumerSettings.MAX_MILLIS));
    }

    ListDead listDead(ApiFields fields) {
        String after = fields.string("after");
        if (!after.isEmpty()) {
            requireLetterId("after", after);
        }
        int limit = (int) fields.integer("limit", DEFAULT_BATCH, 1, ConsumerStore.MAX_BATCH);
        return new ListDead(consumer(fields), after, limit);
    }

    RetryDead retryDead(ApiFields fields) {
        return new RetryDead(consumer(fields), letterIds(fields));
    }

    PurgeDead purgeDead(ApiFields fields) {
        return new PurgeDead(consumer(fields), letterIds(fields));
    }

    private static ConsumerStart start(ApiFields fields) {
        return switch (fields.value("start")) {
            case null -> ConsumerStart.NEW;
            case String word -> start(word);
            case Integer offset -> start(String.valueOf(offset));
            case Long offset -> start(String.valueOf(offset));
            default -> throw new IllegalArgumentException("start must be a string or a whole number");
        };
    }

    private static ConsumerStart start(String text) {
        try {
            return ConsumerStart.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw ApiFields.badRequest(String.valueOf(wrong.getMessage()));
        }
    }

    private static String epoch(ApiFields fields) {
        String epoch = fields.string("epoch");
        if (epoch.isEmpty() || epoch.length() > MAX_EPOCH) {
            throw ApiFields.badRequest("epoch must be that of the delivery, 1 to " + MAX_EPOCH + " characters");
        }
        return epoch;
    }

    /** Each once, in the order given. */
    private static List<Long> offsets(ApiFields fields) {
        if (!(fields.value("offsets") instanceof JsonArray array)) {
            throw new IllegalArgumentException("offsets must be an array of whole numbers");
        }
        requireCount("offsets", array.size(), 1);
        Set<Long> offsets = new LinkedHashSet<>();
        for (Object each : array) {
            if (!(each instanceof Integer || each instanceof Long)) {
                throw new IllegalArgumentException("offsets must be an array of whole numbers");
            }
            long offset = ((Number) each).longValue();
            if (offset < 1 || offset > MAX_OFFSET) {
                throw ApiFields.badRequest("offsets must be 1 to " + MAX_OFFSET + ", got " + offset);
            }
            offsets.add(offset);
        }
        return List.copyOf(offsets);
    }

    private static List<String> letterIds(ApiFields fields) {
        List<String> ids = fields.strings("ids").stream().distinct().toList();
        requireCount("ids", ids.size(), 0);
        ids.forEach(id -> requireLetterId("ids", id));
        return ids;
    }

    private static void requireCount(String name, int count, int least) {
        if (count < least || count > ConsumerStore.MAX_BATCH) {
            throw ApiFields.badRequest(
                    name + " must be " + least + " to " + ConsumerStore.MAX_BATCH + " in number, got " + count);
        }
    }

    private static void requireLetterId(String name, String id) {
        if (!LETTER_ID.matcher(id).matches()) {
            throw ApiFields.badRequest(name + " must be ids of dead letters, as consumer_dead_list tells them");
        }
    }

    /** What a consumer is set to, where it is and what it counted. */
    static JsonObject encode(ConsumerInfo info) {
        ConsumerSettings settings = info.settings();
        ConsumerInfo.Counts counts = info.counts();
        return new JsonObject()
                .put("ack_timeout_ms", settings.ackTimeoutMillis())
                .put("max_in_flight", settings.maxInFlight())
                .put("max_deliveries", settings.maxDeliveries())
                .put("max_retained", settings.maxRetained())
                .put("epoch", info.top().epoch())
                .put("offset", info.top().offset())
                .put("delivered_offset", info.delivered())
                .put("lag", info.lag())
                .put("unacked", info.unacknowledged())
                .put("in_flight", info.leased())
                .put("oldest_unacked_ms", info.oldestMillis())
                .put("dead", info.deadLetters())
                .put("deliveries", counts.deliveries())
                .put("redeliveries", counts.redeliveries())
                .put("acks", counts.acknowledgements())
                .put("nacks", counts.refusals())
                .put("dead_total", counts.dead())
                .put("dead_dropped", counts.deadDropped())
                .put("lost", counts.lost());
    }
}
