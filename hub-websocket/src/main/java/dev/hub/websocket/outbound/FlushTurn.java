package dev.hub.websocket.outbound;

import dev.hub.core.metrics.Tally;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
    private final FrameWriter writer = new FrameWriter(this);
    private final List<OutboundFrame> withDirectCopy = new ArrayList<>();
    private final ArrayDeque<OutboundFrame[]> spare = new ArrayDeque<>();
    private final List<Source> sources = new ArrayList<>();
    private List<OutboundQueue> waiting = new ArrayList<>();
    private List<OutboundQueue> idleList = new ArrayList<>();
    private final LoopMemory memory;
    private final Set<OutboundQueue> stalled = new HashSet<>();
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
     * @param memory what may wait for all sockets of all loops
     */
    public FlushTurn(Executor loop, int maxQueueBytes, QueueMemory memory) {
        this.loop = loop;
        this.maxQueueBytes = maxQueueBytes;
        this.memory = memory.join();
    }

    /** Bytes written so far. */
    public Tally bytes() {
        return bytes;
    }

    /** Writes so far. */
    public Tally writes() {
        return writer.writes();
    }

    FrameWriter writer() {
        return writer;
    }

    /** Bytes that wait for the sockets of this loop; what waits for many counts once. */
    public Tally held() {
        return memory.held();
    }

    /** So much waits on this instance that new work is better refused. */
    public boolean isNearBound() {
        return memory.isNear();
    }

    void hold(long more) {
        memory.add(more);
    }

    void stalls(OutboundQueue queue) {
        stalled.add(queue);
    }

    void stallsNoMore(OutboundQueue queue) {
        stalled.remove(queue);
    }

    /** Sockets that take nothing although something waits for them. */
    public int stalled() {
        return stalled.size();
    }

    /** While too much waits on this instance, the sockets for which most waits have to do with less. */
    public void relieve() {
        if (stalled.isEmpty() || !memory.isOver()) {
            return;
        }
        List<OutboundQueue> largestFirst = stalled.stream()
                .sorted(Comparator.comparingLong(OutboundQueue::waiting).reversed())
                .toList();
        for (OutboundQueue each : largestFirst) {
            if (!memory.isOver()) {
                return;
            }
            each.owner().relieve();
        }
    }

    /** Nothing of this loop counts any more. */
    public void close() {
        memory.leave();
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
            relieve();
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
