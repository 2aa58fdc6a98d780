package dev.hub.websocket.delivery;

import dev.hub.core.bus.ChannelCommand;
import dev.hub.core.bus.ChannelCommand.Recovered;
import dev.hub.core.channel.Payload;
import dev.hub.core.channel.StreamPosition;
import dev.hub.websocket.outbound.OutboundQueue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of what a client missed, which is told in the reply to its subscribe, as far as there is room.
 *
 * @param publications oldest first, in the subscriber's form
 * @param reached where the client is once it has them
 * @param isWhole nothing was missed beyond them
 */
record FirstPage(List<Payload> publications, StreamPosition reached, boolean isWhole) {
    /**
     * How much may be told.
     *
     * @param bytes below 0 when too much waits for the socket
     * @param takesOne one publication may be told however large it is: nothing else waits
     */
    record Room(long bytes, boolean takesOne) {
        /** The room in {@code queue} when {@code spent} bytes of replies are still to come into it. */
        Room(FanOut shared, OutboundQueue queue, long spent) {
            this(shared.room(queue) - spent, spent == 0 && queue.waiting() == 0);
        }
    }

    /**
     * What is told of {@code answer}; null when it gives nothing to go on from.
     *
     * @param latestOnly the latest publication was asked for, and there has to be one
     * @param from where the client is
     */
    static @Nullable FirstPage of(
            @Nullable Recovered answer, boolean latestOnly, StreamPosition from, Form form, Room room) {
        if (!(answer instanceof Recovered.Complete complete)) {
            return null;
        }
        if (latestOnly && complete.publications().isEmpty()) {
            return null;
        }
        boolean isKnown = latestOnly && complete.position().equals(from);
        return isKnown ? whole(List.of(), complete) : fill(complete, from, form, room);
    }

    private static FirstPage whole(List<Payload> publications, Recovered.Complete complete) {
        return new FirstPage(publications, complete.position(), !complete.more());
    }

    private static FirstPage fill(Recovered.Complete complete, StreamPosition from, Form form, Room room) {
        List<Payload> taken = new ArrayList<>();
        StreamPosition reached = from;
        long left = room.bytes();
        for (ChannelCommand.Offset each : complete.publications()) {
            Payload publication = Portion.inForm(form, each.publication());
            if (publication != null) {
                left -= publication.size();
                if (left < 0 && !(room.takesOne() && taken.isEmpty())) {
                    return new FirstPage(taken, reached, false);
                }
                taken.add(publication);
            }
            reached = new StreamPosition(each.offset(), complete.position().epoch());
        }
        return whole(taken, complete);
    }
}
