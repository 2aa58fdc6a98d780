package dev.hub.verticles.channel;

import dev.hub.core.bus.ChannelCommand.Offset;
import dev.hub.core.bus.ChannelEvent;
import dev.hub.core.bus.ChannelEvent.Change;
import dev.hub.core.bus.Delivery;
import dev.hub.core.bus.Delivery.DeltaFrames;
import dev.hub.core.bus.HubBus;
import dev.hub.core.channel.DeliveryRules;
import dev.hub.core.channel.Payload;
import dev.hub.core.channel.StreamPosition;
import dev.hub.core.presence.MembershipNotice;
import dev.hub.core.protocol.JsonPublications;
import dev.hub.core.stream.Envelope;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hands what happens in a channel to its receivers, encoded once for all of them, and remembers it. */
final class ChannelDeliveries {
    private final HubBus bus;
    private final RecentMemory<ActiveChannel> memory;
    private final ShardReports reports;

    ChannelDeliveries(HubBus bus, RecentMemory<ActiveChannel> memory, ShardReports reports) {
        this.bus = bus;
        this.memory = memory;
        this.reports = reports;
    }

    /** A publication: in a channel with history the next one, or one that has no place. */
    void deliver(ActiveChannel channel, Envelope envelope) {
        boolean hasPlace = envelope.isPositioned() && channel.tail != null;
        if (!hasPlace && channel.isIdle()) {
            return;
        }
        reports.received();
        Payload json = envelope.publication();
        StreamPosition position = null;
        if (hasPlace) {
            json = JsonPublications.withPlace(json, envelope.offset(), envelope.epoch());
            position = envelope.position();
            Offset publication = new Offset(envelope.offset(), json);
            if (channel.isKept(position)) {
                memory.append(channel, envelope.previous(), publication, channel.stream.history());
            }
        }
        if (!channel.receivers().isEmpty()) {
            send(channel, delivery(channel, envelope, json, position));
        }
    }

    private static Delivery delivery(
            ActiveChannel channel, Envelope envelope, Payload json, @Nullable StreamPosition position) {
        return new Delivery(
                channel.name(),
                position,
                json,
                channel.frames().encode(json),
                deltas(channel, json, envelope.delta(), position));
    }

    private static @Nullable DeltaFrames deltas(
            ActiveChannel channel, Payload json, boolean isDelta, @Nullable StreamPosition position) {
        DeltaBase base = channel.deltas;
        if (base == null) {
            return null;
        }
        DeliveryRules rules = channel.namespace().delivery();
        DeltaFrames frames =
                base.next(channel.frames(), JsonPublications.decode(json), isDelta || rules.deltaPublish());
        if (position == null && channel.tail != null) {
            // Who recovers gets the publications that have a place, and must be able to go on with the next one.
            base.forget();
            return new DeltaFrames(frames.whole(), null);
        }
        return frames;
    }

    /** Publications are lost, or the stream is another one. */
    void interrupted(ActiveChannel channel, StreamPosition position) {
        memory.forget(channel);
        DeltaBase base = channel.deltas;
        if (base != null) {
            base.forget();
        }
        send(channel, new ChannelEvent.Interrupted(channel.name(), position));
    }

    /** Members joined and left. */
    void membership(ActiveChannel channel, MembershipNotice notice) {
        if (channel.receivers().isEmpty()) {
            return;
        }
        List<Change> changes = new ArrayList<>();
        notice.joins().forEach(info -> changes.add(Change.join(channel.name(), info)));
        notice.leaves().forEach(info -> changes.add(Change.leave(channel.name(), info)));
        send(channel, new ChannelEvent.Membership(channel.name(), changes));
    }

    private void send(ActiveChannel channel, ChannelEvent event) {
        for (String receiver : channel.receivers()) {
            bus.send(receiver, event);
        }
    }
}
