package dev.hub.websocket.outbound;

import dev.hub.core.metrics.Tally;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Collects the queues of one event loop that got frames, and writes them all at the end of the turn: after everything
 * that the loop had to do when the first of them got one. Under load a turn carries many frames; when the loop is idle
 * the wait is nothing. Belongs to one event loop.
 */
public final class FlushTurn {
    private static final int SPARE_ARRAYS = 1024;

    private final Executor loop;
    private final int maxQueueBytes;
    private final Tally bytes = new Tally();
    private final Tally writes = new Tally();
    private final List<OutboundFrame> withDirectCopy = new ArrayList<>();
    private final ArrayDeque<OutboundFrame[]> spare = new ArrayDeque<>();
    private final List<Source> sources = new ArrayList<>();
    private List<OutboundQueue> waiting = new ArrayList<>();
    private List<OutboundQueue> idleList = new ArrayList<>();
    private boolean scheduled;

    /** Who has frames for many queues, and hands them out once at the end of the turn. */
    @FunctionalInterface
    public interface Source {
        /** Offers what has come together to the queues. */
        void handOut();
    }

    /**
     * The turn of one event loop.
     *
     * @param loop runs a task later, on the loop
     * @param maxQueueBytes what may wait for one socket, in the hub and in the socket's own buffer together
     */
    public FlushTurn(Executor loop, int maxQueueBytes) {
        this.loop = loop;
        this.maxQueueBytes = maxQueueBytes;
    }

    /** Bytes written so far. */
    public Tally bytes() {
        return bytes;
    }

    /** Writes so far. */
    public Tally writes() {
        return writes;
    }

    /** What may wait for one socket, in bytes. */
    public int maxQueueBytes() {
        return maxQueueBytes;
    }

    /** Asks {@code source} at the end of this turn, before the queues are written. Once a turn and source. */
    public void handOutLater(Source source) {
        sources.add(source);
        schedule();
    }

    void add(OutboundQueue queue) {
        waiting.add(queue);
        schedule();
    }

    private void schedule() {
        if (!scheduled) {
            scheduled = true;
            loop.execute(this::flush);
        }
    }

    void releaseAfterwards(OutboundFrame frame) {
        withDirectCopy.add(frame);
    }

    private void flush() {
        try {
            sources.forEach(Source::handOut);
        } finally {
            sources.clear();
            write();
        }
    }

    /** A flush can close a socket and so give other queues frames: those belong to the next turn. */
    private void write() {
        List<OutboundQueue> turn = waiting;
        waiting = idleList;
        scheduled = false;
        try {
            for (OutboundQueue queue : turn) {
                queue.flush();
            }
        } finally {
            turn.clear();
            idleList = turn;
            withDirectCopy.forEach(OutboundFrame::releaseDirect);
            withDirectCopy.clear();
        }
    }

    OutboundFrame[] borrowArray() {
        OutboundFrame[] array = spare.pollLast();
        return array == null ? new OutboundFrame[OutboundQueue.ARRAY_SIZE] : array;
    }

    /** Takes back an array that holds nothing any more; grown ones are left to the collector. */
    void giveBack(OutboundFrame[] array) {
        if (array.length == OutboundQueue.ARRAY_SIZE && spare.size() < SPARE_ARRAYS) {
            spare.addLast(array);
        }
    }
}
