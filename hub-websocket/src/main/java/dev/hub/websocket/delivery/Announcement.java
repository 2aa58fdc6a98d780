package dev.hub.websocket.delivery;

import dev.hub.core.bus.ChannelEvent;
import dev.hub.core.channel.DeliveryRules.SlowConsumer;
import dev.hub.core.protocol.EncodedPush;
import dev.hub.websocket.outbound.OutboundFrame;
import java.util.ArrayList;
import java.util.List;

/**
 * Joins and leaves of one channel on their way to those subscribers that want to know, put together once for all of them.
 * A socket that does not keep up goes without, unless the rules of the namespace close it.
 */
final class Announcement {
    private static final int MAX_SIZE = 64 * 1024;

    private final List<ChannelEvent.Change> changes;
    private List<OutboundFrame> frames = List.of();

    Announcement(List<ChannelEvent.Change> changes) {
        this.changes = changes;
    }

    /** Tells {@code subscriber} if it wants to know. */
    void giveTo(Subscriber subscriber) {
        if (!subscriber.watches) {
            return;
        }
        for (OutboundFrame frame : frames()) {
            if (!subscriber.queue.take(frame)) {
                didNotFit(subscriber);
                return;
            }
        }
    }

    private static void didNotFit(Subscriber subscriber) {
        if (subscriber.channel.rules().slowConsumer() == SlowConsumer.DISCONNECT) {
            subscriber.owner().overflowed();
        }
    }

    private List<OutboundFrame> frames() {
        if (frames.isEmpty()) {
            frames = encode();
        }
        return frames;
    }

    private List<OutboundFrame> encode() {
        List<OutboundFrame> all = new ArrayList<>();
        List<EncodedPush> together = new ArrayList<>();
        int size = 0;
        for (ChannelEvent.Change each : changes) {
            int length = each.push().frame().length;
            if (size > 0 && size + length > MAX_SIZE) {
                all.add(Portion.joined(together));
                together.clear();
                size = 0;
            }
            together.add(each.push());
            size += length;
        }
        if (!together.isEmpty()) {
            all.add(Portion.joined(together));
        }
        return all;
    }
}
