package dev.hub.core.job;

import dev.hub.core.valkey.Numbers;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a queue has to tell to others, some at a time.
 *
 * @param children to be submitted
 * @param orders for children
 * @param words on children, for their parents
 * @param hasMore there is more
 * @param missed children that parents have waited long for
 */
record Outgoing(List<FarChild> children, List<Order> orders, List<Word> words, boolean hasMore, List<Missed> missed) {
    /** Nothing. */
    static final Outgoing NOTHING = new Outgoing(List.of(), List.of(), List.of(), false, List.of());

    boolean isEmpty() {
        return children.isEmpty() && orders.isEmpty() && words.isEmpty() && missed.isEmpty();
    }

    /**
     * A child that may have been lost.
     *
     * @param queue of the child
     * @param number of the last order to it
     */
    record Missed(String flow, String parent, String child, QueueName queue, long number) {}

    /**
     * What a parent wants of a child in another queue.
     *
     * @param field flow and child
     * @param queue of the child
     * @param number grows with each order
     * @param what cancel, drop or again, see the script flow_obey
     */
    record Order(String field, QueueName queue, String parent, long number, String what, String why) {
        String flow() {
            return field.substring(0, field.indexOf(' '));
        }

        String child() {
            return field.substring(field.indexOf(' ') + 1);
        }
    }

    /**
     * How a child ended, or that it is done after all.
     *
     * @param field flow and child
     * @param queue of the parent
     * @param number grows with each word
     * @param heard number of the last order that the child had heard of
     * @param state a final one, or again
     * @param onFailure fail or continue
     * @param isRefused its flow was refused as a whole
     * @param value its result or error, as it is written
     */
    record Word(
            String field,
            QueueName queue,
            String parent,
            long number,
            long heard,
            String state,
            String onFailure,
            boolean isRefused,
            Buffer value) {
        String flow() {
            return field.substring(0, field.indexOf(' '));
        }

        String child() {
            return field.substring(field.indexOf(' ') + 1);
        }
    }

    /** What {@code flow_read.lua} tells. */
    static Outgoing read(Response reply) {
        if (reply.size() == 1) {
            return NOTHING;
        }
        List<FarChild> children = new ArrayList<>();
        reply.get(1).forEach(each -> children.add(child(each)));
        List<Order> orders = new ArrayList<>();
        reply.get(2).forEach(each -> orders.add(order(each)));
        List<Word> words = new ArrayList<>();
        reply.get(3).forEach(each -> words.add(word(each)));
        List<Missed> missed = new ArrayList<>();
        reply.get(5).forEach(each -> missed.add(missed(each)));
        return new Outgoing(children, orders, words, Numbers.smallAt(reply, 4) == 1, missed);
    }

    private static FarChild child(Response parts) {
        return new FarChild(
                parts.get(0).toString(),
                parts.get(1).toString(),
                parts.get(2).toString(),
                new QueueName(parts.get(3).toString()),
                PackedArguments.unpack(parts.get(4).toBytes()),
                List.of());
    }

    private static Missed missed(Response parts) {
        return new Missed(
                parts.get(0).toString(),
                parts.get(1).toString(),
                parts.get(2).toString(),
                new QueueName(parts.get(3).toString()),
                Numbers.at(parts, 4));
    }

    private static Order order(Response parts) {
        JsonArray order = new JsonArray(parts.get(1).toString());
        return new Order(
                parts.get(0).toString(),
                new QueueName(order.getString(0)),
                order.getString(1),
                order.getLong(2),
                order.getString(3),
                order.getString(4));
    }

    /** JSON in a line, and what comes after it. */
    private static Word word(Response parts) {
        byte[] written = parts.get(1).toBytes();
        int end = 0;
        while (written[end] != '\n') {
            end++;
        }
        JsonArray head = new JsonArray(new String(written, 0, end, StandardCharsets.UTF_8));
        return new Word(
                parts.get(0).toString(),
                new QueueName(head.getString(0)),
                head.getString(1),
                head.getLong(2),
                head.getLong(3),
                head.getString(4),
                head.getString(5),
                head.getBoolean(6),
                Buffer.buffer(Arrays.copyOfRange(written, end + 1, written.length)));
    }
}
