package dev.hub.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.channel.StreamPosition;
import dev.hub.core.stream.Continuation.Complete;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A steady writer of numbered publications, one at a time, each with an idempotency key and repeated until it is
 * acknowledged.
 */
final class Writer {
    private static final long PAUSE_MILLIS = 2;
    private static final int ALL = 100_000;

    private final Store store;
    private final StreamName.OfChannel stream;
    private final boolean durable;
    private final Map<Long, StreamPosition> acknowledged = new ConcurrentHashMap<>();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile boolean stopping;
    private volatile boolean stopped;

    /** Begins to write. */
    Writer(Store store, StreamName.OfChannel stream, boolean durable) {
        this.store = store;
        this.stream = stream;
        this.durable = durable;
        write(1);
    }

    private void write(long number) {
        NewPublication publication = NewPublication.of(stream.channel(), stream.namespace(), Store.json(number))
                .withIdempotencyKey("writer " + number);
        Future<Appended> outcome =
                durable ? store.streams.publishDurably(publication) : store.streams.publish(publication);
        outcome.onComplete((appended, cause) -> goOn(number, appended));
    }

    private void goOn(long number, @Nullable Appended appended) {
        if (appended == null) {
            failures.incrementAndGet();
        } else {
            acknowledged.put(number, appended.position());
        }
        if (stopping && appended != null) {
            stopped = true;
        } else {
            store.vertx.setTimer(PAUSE_MILLIS, timer -> write(appended == null ? number : number + 1));
        }
    }

    /** Waits until so many more have been acknowledged. */
    void awaitMore(int count) {
        int before = acknowledged.size();
        Store.until(count + " more are acknowledged", () -> acknowledged.size() >= before + count);
    }

    /** How often a publication failed and was repeated. */
    int failures() {
        return failures.get();
    }

    /** The place of the last publication that was acknowledged. */
    StreamPosition last() {
        return Objects.requireNonNull(acknowledged.get((long) acknowledged.size()), "nothing is acknowledged yet");
    }

    /** Ends when the last one was acknowledged. */
    void stop() {
        stopping = true;
        Store.until("the last one was acknowledged", () -> stopped);
    }

    /** Stops, and checks that the stream has all that was acknowledged, where it was said to be, and nothing twice. */
    void assertEachOnceInOrder() {
        stop();
        StreamSlice slice = Store.await(store.streams.since(stream, 0, ALL));
        long count = acknowledged.size();
        assertThat(Store.numbers(slice.entries()))
                .isEqualTo(LongStream.rangeClosed(1, count).boxed().toList());
        assertThat(Store.offsets(slice.entries()))
                .isEqualTo(new TreeMap<>(acknowledged)
                        .values().stream().map(StreamPosition::offset).toList());
        assertThat(Continuation.of(new StreamPosition(0, slice.top().epoch()), slice))
                .isEqualTo(new Complete(slice.entries()));
        assertThat(acknowledged.values())
                .extracting(StreamPosition::epoch)
                .containsOnly(slice.top().epoch());
    }

    /** Stops, and checks that what is in the stream follows on each other, and that no place was given twice. */
    List<Long> assertConsistent() {
        stop();
        StreamSlice slice = Store.await(store.streams.since(stream, 0, ALL));
        List<Long> numbers = Store.numbers(slice.entries());
        assertThat(numbers).doesNotHaveDuplicates().isSorted();
        assertThat(acknowledged.values()).doesNotHaveDuplicates();
        assertThat(Continuation.of(new StreamPosition(0, ""), slice)).isInstanceOf(Complete.class);
        return numbers;
    }
}
