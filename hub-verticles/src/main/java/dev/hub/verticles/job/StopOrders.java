package dev.hub.verticles.job;

import dev.hub.core.bus.JobWorkerEvent.Reason;
import dev.hub.core.job.JobClaim;
import dev.hub.core.job.JobStore;
import dev.hub.core.job.QueueName;
import dev.hub.core.valkey.Valkey;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells the instance where a job is worked on that it is not the worker's any more, on the channel on which that instance is
 * woken for the queue: {@code stop <reason> <epoch> <id>}. Should it not arrive, the worker learns it when its lease is to be
 * renewed.
 */
record StopOrders(Valkey valkey, JobStore store) {
    private static final Pattern ORDER = Pattern.compile("stop ([a-z]+) ([0-9]{1,18}) (.+)", Pattern.DOTALL);

    /** What is to be stopped. */
    record Order(JobClaim claim, Reason reason) {}

    /** Done when Valkey has it. */
    Future<Void> send(QueueName queue, String uid, Order order) {
        return valkey.publish(store.wakeKey(queue, uid), text(order).getBytes(StandardCharsets.UTF_8));
    }

    /** As it is written. */
    static String text(Order order) {
        return "stop " + word(order.reason()) + " " + order.claim().epoch() + " "
                + order.claim().id();
    }

    private static String word(Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }

    /** The order in {@code message}; empty for a plain wake. */
    static Optional<Order> read(String message) {
        Matcher matcher = ORDER.matcher(message);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        JobClaim claim = new JobClaim(matcher.group(3), Long.parseLong(matcher.group(2)));
        return Arrays.stream(Reason.values())
                .filter(reason -> word(reason).equals(matcher.group(1)))
                .map(reason -> new Order(claim, reason))
                .findFirst();
    }
}
