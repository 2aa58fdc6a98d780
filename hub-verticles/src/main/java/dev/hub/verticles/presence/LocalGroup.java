package dev.hub.verticles.presence;

import dev.hub.core.channel.ClientInfo;
import dev.hub.core.presence.Change;
import dev.hub.core.presence.GroupPlace;
import dev.hub.verticles.presence.LocalMember.State;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * This instance's members of one group: how it is with each, and what of that Valkey does not know yet. One batch is on its
 * way at a time. Without I/O.
 */
final class LocalGroup {
    /** Where it lies; another when the rules of its namespace move it. */
    GroupPlace place;

    /** Number of the registration that names it; 0 when there is none. */
    long registration;

    /** Its registration is in Valkey. */
    boolean isRegistered;

    /** It waits to be sent, or for a timer. */
    boolean isQueued;

    /** Members of the whole group when Valkey last told. */
    int size;

    /** Events wait in the outbox, and nobody was asked to forward them yet. */
    boolean hasEvents;

    /** The user's status must be published, and nobody was asked to yet. */
    boolean hasTurned;

    /** So much of that was asked for and is not done. */
    int telling;

    private final Map<String, LocalMember> members = new HashMap<>(4);
    private final Deque<LocalMember> dirty = new ArrayDeque<>(2);
    private List<LocalMember> sent = List.of();
    private boolean isInFlight;
    private List<Promise<Void>> waiting = List.of();

    LocalGroup(GroupPlace place) {
        this.place = place;
    }

    /** Members that this instance holds, those away among them. */
    int members() {
        return members.size();
    }

    void enter(ClientInfo info, boolean announced) {
        LocalMember member = members.get(info.client());
        if (member == null) {
            member = new LocalMember(info, announced);
            members.put(info.client(), member);
        }
        member.info = info;
        member.announced = announced;
        member.state = State.HERE;
        soil(member);
    }

    /** Who was never sent was never there. */
    void leave(String client) {
        LocalMember member = members.get(client);
        if (member == null) {
            return;
        }
        member.state = State.GONE;
        if (member.isKnown) {
            soil(member);
        } else {
            members.remove(client);
            dirty.remove(member);
            member.isDirty = false;
        }
    }

    /** Tells whether it is away now; without grace, without a user or without ever having been there it is gone. */
    boolean away(String client, Duration grace, long nowNanos) {
        LocalMember member = members.get(client);
        if (member == null || !grace.isPositive() || member.info.user().isEmpty() || !member.isKnown) {
            leave(client);
            return false;
        }
        if (member.state == State.HERE) {
            member.state = State.AWAY;
            member.dueNanos = nowNanos + grace.toNanos();
            soil(member);
        }
        return true;
    }

    /** The grace of a member is over, unless it returned. */
    void due(String client, long nowNanos) {
        LocalMember member = members.get(client);
        if (member != null && member.state == State.AWAY && member.dueNanos - nowNanos <= 0) {
            leave(client);
        }
    }

    private void soil(LocalMember member) {
        if (!member.isDirty) {
            member.isDirty = true;
            dirty.add(member);
        }
    }

    /** Something is to be sent, and nothing is on its way. */
    boolean isSendable() {
        return !isInFlight && !dirty.isEmpty();
    }

    /** Valkey knows all. */
    boolean isClean() {
        return !isInFlight && dirty.isEmpty();
    }

    /** Nobody is left, and Valkey knows. */
    boolean isDeserted() {
        return members.isEmpty() && isClean();
    }

    /** Nothing that happened is still to be told elsewhere; only then it may be forgotten. */
    boolean isTold() {
        return !hasEvents && !hasTurned && telling == 0;
    }

    /** The changes to send next, and to {@link #arrived} or {@link #failed} then. */
    List<Change> next(int most, long nowNanos) {
        List<Change> changes = new ArrayList<>(Math.min(most, dirty.size()));
        sent = new ArrayList<>(Math.min(most, dirty.size()));
        while (changes.size() < most && !dirty.isEmpty()) {
            LocalMember member = dirty.removeFirst();
            member.isDirty = false;
            member.isKnown = true;
            sent.add(member);
            changes.add(change(member, nowNanos));
        }
        isInFlight = true;
        return changes;
    }

    private static Change change(LocalMember member, long nowNanos) {
        String client = member.info.client();
        return switch (member.state) {
            case HERE -> new Change.Enter(member.info, member.announced);
            case AWAY -> new Change.Away(client, Math.max(1, (member.dueNanos - nowNanos) / 1_000_000));
            case GONE -> new Change.Leave(client);
        };
    }

    /** What was sent last is in Valkey. */
    void arrived() {
        isInFlight = false;
        for (LocalMember member : sent) {
            if (member.state == State.GONE && !member.isDirty) {
                members.remove(member.info.client(), member);
            }
        }
        sent = List.of();
        if (isClean()) {
            release().forEach(Promise::tryComplete);
        }
    }

    /** What was sent last is not there, or nobody knows. It is sent again, by how things are then. */
    void failed(Throwable cause) {
        refused();
        abandon(cause);
    }

    /** The same when it can be sent soon. */
    void refused() {
        isInFlight = false;
        for (int i = sent.size() - 1; i >= 0; i--) {
            LocalMember member = sent.get(i);
            if (!member.isDirty) {
                member.isDirty = true;
                dirty.addFirst(member);
            }
        }
        sent = List.of();
    }

    /** Nobody waits any longer for what cannot be sent now. */
    void abandon(Throwable cause) {
        release().forEach(promise -> promise.tryFail(cause));
    }

    private List<Promise<Void>> release() {
        List<Promise<Void>> all = waiting;
        waiting = List.of();
        return all;
    }

    /** Done when Valkey knows all that is so now. */
    Future<Void> settled() {
        if (isClean()) {
            return Future.succeededFuture();
        }
        Promise<Void> promise = Promise.promise();
        if (waiting.isEmpty()) {
            waiting = new ArrayList<>(1);
        }
        waiting.add(promise);
        return promise.future();
    }

    /** Moves on to {@code other}, where all is entered anew; what is returned leaves where it was. */
    LocalGroup move(GroupPlace other) {
        LocalGroup left = new LocalGroup(place);
        left.registration = registration;
        left.isRegistered = isRegistered;
        left.hasEvents = hasEvents || telling > 0;
        for (LocalMember member : members.values()) {
            LocalMember gone = new LocalMember(member.info, member.announced);
            gone.isKnown = true;
            left.members.put(member.info.client(), gone);
            left.leave(member.info.client());
        }
        place = other;
        reenter();
        return left;
    }

    /**
     * In another incarnation all members are entered anew. Those away are not: whoever cleans up after the one before ends
     * them, unless another instance has taken them over.
     */
    void reenter() {
        isRegistered = false;
        for (LocalMember member : List.copyOf(members.values())) {
            switch (member.state) {
                case HERE -> soil(member);
                case AWAY -> {
                    members.remove(member.info.client());
                    dirty.remove(member);
                    member.isDirty = false;
                }
                case GONE -> soil(member);
            }
        }
    }
}
