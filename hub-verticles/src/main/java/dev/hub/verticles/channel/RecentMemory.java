package dev.hub.verticles.channel;

import dev.hub.core.bus.ChannelCommand.Offset;
import dev.hub.core.channel.HistoryRules;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The memory for recent publications of all channels of a shard together. When it is full, the channels that have been
 * quiet and asked for nothing for the longest time are forgotten first.
 */
final class RecentMemory<K> {
    /**
     * How much is remembered.
     *
     * @param channelBytes of one channel
     * @param shardBytes of all channels of the shard
     */
    record Bounds(long channelBytes, long shardBytes) {
        /** At most a quarter of a megabyte of them for one channel. */
        static Bounds ofShard(long shardBytes) {
            return new Bounds(Math.min(256 * 1024, shardBytes), shardBytes);
        }
    }

    /** For how long, at most, publications are remembered whose age is not known. */
    private static final Duration UNKNOWN_AGE = Duration.ofMinutes(1);

    private final Bounds bounds;
    private final LongSupplier nanoClock;
    private final LinkedHashMap<K, RecentPublications> quietestFirst = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /**
     * An empty memory.
     *
     * @param nanoClock as {@link System#nanoTime}
     */
    RecentMemory(Bounds bounds, LongSupplier nanoClock) {
        this.bounds = bounds;
        this.nanoClock = nanoClock;
    }

    /** Memory held, in bytes, about. */
    long bytes() {
        return bytes;
    }

    /** Channels of which something is held. */
    int channels() {
        return quietestFirst.size();
    }

    /** What is held of a channel; null when nothing is, or it is older than its stream may be. */
    @Nullable
    RecentPublications of(K channel) {
        RecentPublications recent = quietestFirst.get(channel);
        if (recent != null && recent.hasExpired(nanoClock.getAsLong())) {
            forget(channel);
            return null;
        }
        return recent;
    }

    /**
     * Remembers the next publication.
     *
     * @param previous the offset before it
     */
    void append(K channel, long previous, Offset publication, HistoryRules rules) {
        RecentPublications recent = quietestFirst.get(channel);
        if (recent == null) {
            recent = new RecentPublications(previous);
            quietestFirst.put(channel, recent);
        }
        long held = recent.bytes();
        recent.append(publication);
        recent.expireAt(nanoClock.getAsLong() + nanos(rules.historyTtl()));
        settle(recent, held, rules);
    }

    /** Remembers {@code whole}, the end of the channel's stream as it was read, instead of what was held of it. */
    void replace(K channel, RecentPublications whole, HistoryRules rules) {
        forget(channel);
        quietestFirst.put(channel, whole);
        whole.expireAt(nanoClock.getAsLong() + Math.min(nanos(rules.historyTtl()), UNKNOWN_AGE.toNanos()));
        settle(whole, 0, rules);
    }

    private static long nanos(Duration time) {
        return time.compareTo(Duration.ofDays(10_000)) > 0
                ? Duration.ofDays(10_000).toNanos()
                : time.toNanos();
    }

    /** Forgets what is held of a channel. */
    void forget(K channel) {
        RecentPublications gone = quietestFirst.remove(channel);
        if (gone != null) {
            bytes -= gone.bytes();
        }
    }

    private void settle(RecentPublications recent, long held, HistoryRules rules) {
        recent.trim(rules.historySize(), bounds.channelBytes());
        bytes += recent.bytes() - held;
        while (bytes > bounds.shardBytes() && !quietestFirst.isEmpty()) {
            Map.Entry<K, RecentPublications> quietest = quietestFirst.firstEntry();
            forget(quietest.getKey());
        }
    }
}
