package dev.hub.websocket.delivery;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.HubBus;
import dev.hub.core.channel.CurrentNamespaces;
import dev.hub.core.metrics.Tally;
import dev.hub.websocket.outbound.FlushTurn;
import dev.hub.websocket.outbound.OutboundQueue;

/** What the channels of one event loop share. Belongs to that loop. */
final class FanOut {
    /** Most of what was missed that goes out at once, in bytes. */
    static final int PAGE = 64 * 1024;

    /** A socket gets more of what it missed while less than this part of its queue is taken. */
    private static final int SHARE = 4;

    final HubBus bus;
    final FlushTurn turn;
    final String receiver;
    final Later later;
    final Tally deliveries = new Tally();
    final CurrentNamespaces namespaces;
    final SlowSockets slow = new SlowSockets(this);
    /** Catch-ups that wait for their socket. */
    int waiting;

    FanOut(HubBus bus, CurrentNamespaces namespaces, int loop, FlushTurn turn, Later later) {
        this.bus = bus;
        this.namespaces = namespaces;
        this.turn = turn;
        this.receiver = Addresses.delivery(Integer.toString(loop));
        this.later = later;
    }

    /** How much of what it missed {@code queue} may be given now, in bytes; below 0 when too much waits there. */
    long room(OutboundQueue queue) {
        return page() - queue.waiting();
    }

    /** How much of what was missed is asked for at once, in bytes. */
    int page() {
        return Math.min(PAGE, turn.maxQueueBytes() / SHARE);
    }
}
