package dev.hub.verticles.webhook;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;

/**
 * What a webhook is to be told, in lanes: the events of one key keep their order, and one that fails holds up its own lane
 * alone. Pure: no clock, no I/O.
 */
final class Backlog {
    /** Nothing has to wait for a time. */
    static final long NEVER = Long.MAX_VALUE;

    private final Map<String, Lane> idle = new LinkedHashMap<>();
    private final Map<String, Lane> busy = new HashMap<>();
    private final int batchSize;
    private final int maxDeliveries;
    private final LongUnaryOperator delayMillis;
    private int size;

    /**
     * An empty one.
     *
     * @param batchSize most events in one request
     * @param maxDeliveries so often an event is sent at most
     * @param delayMillis how long to wait after the n-th failure, from 1
     */
    Backlog(int batchSize, int maxDeliveries, LongUnaryOperator delayMillis) {
        this.batchSize = batchSize;
        this.maxDeliveries = maxDeliveries;
        this.delayMillis = delayMillis;
    }

    /** The events of one key; how often the first of them has failed, and when it may be sent again. */
    private static final class Lane {
        private final String key;
        private final Deque<WebhookEvent> events = new ArrayDeque<>();
        private int failures;
        private long notBefore;
        private int taken;

        private Lane(String key) {
            this.key = key;
        }
    }

    /** Events that are sent in one request. */
    static final class Batch {
        private final List<Lane> lanes = new ArrayList<>();
        private final List<WebhookEvent> events = new ArrayList<>();

        private Batch() {}

        /** Those of one key in their order. */
        List<WebhookEvent> events() {
            return List.copyOf(events);
        }
    }

    /** How many events there are, those that are being sent among them. */
    int size() {
        return size;
    }

    /** The offsets of all of them. */
    List<Long> offsets() {
        List<Long> offsets = new ArrayList<>(size);
        idle.values().forEach(lane -> lane.events.forEach(event -> offsets.add(event.offset())));
        busy.values().forEach(lane -> lane.events.forEach(event -> offsets.add(event.offset())));
        return offsets;
    }

    /** Puts an event behind those of its key. */
    void add(WebhookEvent event) {
        Lane lane = busy.get(event.key());
        if (lane == null) {
            lane = idle.computeIfAbsent(event.key(), Lane::new);
        }
        lane.events.add(event);
        size++;
    }

    /** Forgets everything. */
    void clear() {
        idle.clear();
        busy.clear();
        size = 0;
    }

    /**
     * Takes what may be sent now, nothing when nothing may; until {@link #sent} or {@link #failed} its lanes wait. Of a lane
     * that has failed comes one event alone, so that it shows which one it is.
     */
    Batch take(long now) {
        Batch batch = select(now);
        for (Lane lane : batch.lanes) {
            idle.remove(lane.key);
            busy.put(lane.key, lane);
        }
        return batch;
    }

    private Batch select(long now) {
        Batch batch = new Batch();
        for (Lane lane : idle.values()) {
            if (lane.notBefore > now) {
                continue;
            }
            boolean isSuspect = lane.failures > 0;
            if (isSuspect && !batch.events.isEmpty()) {
                continue;
            }
            int room = isSuspect ? 1 : batchSize - batch.events.size();
            lane.taken = Math.min(room, lane.events.size());
            lane.events.stream().limit(lane.taken).forEach(batch.events::add);
            batch.lanes.add(lane);
            if (isSuspect || batch.events.size() >= batchSize) {
                break;
            }
        }
        return batch;
    }

    /** The batch has arrived. */
    void sent(Batch batch) {
        for (Lane lane : batch.lanes) {
            drop(lane, lane.taken);
            release(lane);
        }
    }

    /** The batch has not arrived, or not well; tells what is given up. A lane that failed comes after all others. */
    List<WebhookEvent> failed(Batch batch, long now) {
        List<WebhookEvent> dead = new ArrayList<>();
        for (Lane lane : batch.lanes) {
            lane.failures++;
            lane.notBefore = now + delayMillis.applyAsLong(lane.failures);
            if (lane.failures >= maxDeliveries) {
                dead.add(lane.events.getFirst());
                drop(lane, 1);
            }
            release(lane);
        }
        return dead;
    }

    private void drop(Lane lane, int count) {
        for (int i = 0; i < count; i++) {
            lane.events.removeFirst();
        }
        size -= count;
        lane.failures = 0;
        lane.notBefore = 0;
    }

    /** After {@link #clear} a lane is nobody's. */
    private void release(Lane lane) {
        if (busy.remove(lane.key, lane) && !lane.events.isEmpty()) {
            idle.put(lane.key, lane);
        }
    }

    /** When something may be sent that must wait now; {@link #NEVER} when nothing waits for a time. */
    long earliest() {
        return idle.values().stream().mapToLong(lane -> lane.notBefore).min().orElse(NEVER);
    }
}
