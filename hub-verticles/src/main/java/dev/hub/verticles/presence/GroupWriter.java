package dev.hub.verticles.presence;

import dev.hub.core.presence.Change;
import dev.hub.core.presence.Changed;
import dev.hub.core.presence.GroupRules;
import dev.hub.core.presence.NodeLease;
import dev.hub.core.presence.PresenceStore;
import dev.hub.core.presence.Registrations;
import dev.hub.core.presence.Registrations.Registration;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings groups to Valkey: first that this instance has members of them, then the changes, a batch of each group at a time and
 * a bounded number of groups. What fails is tried again, as long as it takes.
 */
final class GroupWriter {
    /** Most groups whose batches are on their way. */
    static final int MAX_IN_FLIGHT = 64;

    private static final int MAX_REGISTERED_AT_ONCE = 256;
    private static final Logger LOG = LoggerFactory.getLogger(GroupWriter.class);

    private final Vertx vertx;
    private final PresenceStore store;
    private final Registrations registrations;
    private final GroupBook book;
    private final Consumer<LocalGroup> written;
    private final Deque<LocalGroup> queue = new ArrayDeque<>();
    private final Set<LocalGroup> unregistered = new LinkedHashSet<>();
    private final Set<LocalGroup> stalled = new LinkedHashSet<>();
    private @Nullable NodeLease lease;
    private long fenced;
    private long number;
    private int inFlight;
    private boolean isRegistering;
    private boolean isScheduled;
    private long sentChanges;

    /** Tells {@code written} of each group of which a batch arrived. */
    GroupWriter(
            Vertx vertx,
            PresenceStore store,
            Registrations registrations,
            GroupBook book,
            Consumer<LocalGroup> written) {
        this.vertx = vertx;
        this.store = store;
        this.registrations = registrations;
        this.book = book;
        this.written = written;
    }

    /** Changes sent so far. */
    long sentChanges() {
        return sentChanges;
    }

    /** Goes up, also over incarnations. */
    long nextNumber() {
        return ++number;
    }

    /** From now on writes in this name; tells whether another incarnation begins. */
    boolean take(NodeLease next) {
        NodeLease before = lease;
        boolean isNew = before == null || before.incarnation() != next.incarnation();
        if (isNew) {
            // Numbers of registrations are compared over incarnations.
            number = Math.max(number, next.incarnation());
        }
        lease = next;
        retry();
        return isNew && before != null;
    }

    /** The name in which is written; null before the first heartbeat. */
    @Nullable
    NodeLease lease() {
        return lease;
    }

    /** Sends the group's changes at the end of this turn. */
    void write(LocalGroup group) {
        if (!group.isQueued) {
            group.isQueued = true;
            queue.add(group);
            schedule();
        }
    }

    /** Sends them after a while, together with what changes meanwhile. */
    void writeLater(LocalGroup group, long delayMillis) {
        if (!group.isQueued) {
            group.isQueued = true;
            vertx.setTimer(delayMillis, late -> {
                if (group.isQueued) {
                    queue.add(group);
                    schedule();
                }
            });
        }
    }

    /** Sends them now, whatever was to be waited for. */
    void hurry(LocalGroup group) {
        group.isQueued = true;
        queue.addFirst(group);
        schedule();
    }

    /** Tries again what failed. */
    void retry() {
        List<LocalGroup> again = List.copyOf(stalled);
        stalled.clear();
        again.forEach(this::write);
    }

    private void schedule() {
        if (!isScheduled) {
            isScheduled = true;
            vertx.runOnContext(turn -> {
                isScheduled = false;
                pump();
            });
        }
    }

    private void pump() {
        NodeLease name = lease;
        while (inFlight < MAX_IN_FLIGHT && !queue.isEmpty()) {
            LocalGroup group = queue.removeFirst();
            group.isQueued = false;
            if (!group.isSendable()) {
                continue;
            }
            if (name == null || name.incarnation() <= fenced) {
                stalled.add(group);
            } else if (group.isRegistered) {
                send(group, name);
            } else {
                unregistered.add(group);
            }
        }
        if (name != null && !unregistered.isEmpty() && !isRegistering) {
            register(name);
        }
    }

    private void stall(LocalGroup group, Throwable cause) {
        group.abandon(cause);
        stalled.add(group);
    }

    private void register(NodeLease name) {
        List<LocalGroup> groups = new ArrayList<>();
        List<Registration> added = new ArrayList<>();
        for (LocalGroup group : unregistered) {
            if (added.size() == MAX_REGISTERED_AT_ONCE) {
                break;
            }
            group.registration = nextNumber();
            groups.add(group);
            added.add(new Registration(group.registration, group.place));
        }
        groups.forEach(unregistered::remove);
        isRegistering = true;
        registrations
                .write(name, added, List.of())
                .onSuccess(done -> groups.forEach(group -> registered(group, done, name)))
                .onFailure(cause -> groups.forEach(group -> stall(group, cause)))
                .onComplete(ended -> {
                    isRegistering = false;
                    schedule();
                });
    }

    private void registered(LocalGroup group, boolean done, NodeLease name) {
        NodeLease now = lease;
        if (done && now != null && now.incarnation() == name.incarnation()) {
            group.isRegistered = true;
            write(group);
        } else {
            stalled.add(group);
        }
    }

    private void send(LocalGroup group, NodeLease name) {
        GroupRules rules = book.rulesOf(group.place.group());
        List<Change> changes = group.next(PresenceStore.MAX_BATCH, System.nanoTime());
        sentChanges += changes.size();
        inFlight++;
        store.change(group.place, rules, name, nextNumber(), changes)
                .onSuccess(changed -> changed(group, name, changed))
                .onFailure(cause -> {
                    LOG.debug("Members of {} wait: {}", group.place.text(), cause.getMessage());
                    group.failed(cause);
                    stalled.add(group);
                })
                .onComplete(ended -> {
                    inFlight--;
                    schedule();
                });
    }

    private void changed(LocalGroup group, NodeLease name, Changed changed) {
        switch (changed.outcome()) {
            case DONE -> {
                group.size = changed.members();
                group.hasEvents |= changed.hasEvents();
                group.hasTurned |= changed.hasTurned();
                group.arrived();
                if (group.isSendable()) {
                    write(group);
                }
                written.accept(group);
            }
            case LATE -> again(group);
            case FENCED -> {
                fenced = Math.max(fenced, name.incarnation());
                again(group);
            }
        }
    }

    private void again(LocalGroup group) {
        group.refused();
        stalled.add(group);
    }
}
