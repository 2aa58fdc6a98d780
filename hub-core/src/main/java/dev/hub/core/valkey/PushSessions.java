package dev.hub.core.valkey;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One session for subscriptions to each primary. Confined to one event loop. */
final class PushSessions {

    private final TopologyKeeper keeper;
    private final Function<Endpoint, PushSession> factory;
    private final Map<Endpoint, PushSession> sessions = new LinkedHashMap<>();
    private final List<Promise<Void>> waitingForReady = new ArrayList<>();

    PushSessions(TopologyKeeper keeper, Function<Endpoint, PushSession> factory) {
        this.keeper = keeper;
        this.factory = factory;
    }

    /** The session to the owner of a slot; null when nobody owns it. */
    @Nullable
    PushSession owner(int slot) {
        Endpoint owner = keeper.map().owner(slot);
        return owner == null ? null : sessions.get(owner);
    }

    /** Begins a session to each primary that has none. */
    void beginNew() {
        for (Endpoint primary : keeper.map().primaries()) {
            if (!sessions.containsKey(primary)) {
                PushSession session = factory.apply(primary);
                sessions.put(primary, session);
                session.link().start();
            }
        }
    }

    /** Ends the sessions to servers that are no primaries any more. */
    void endOld() {
        Set<Endpoint> primaries = keeper.map().primaries();
        for (PushSession session : List.copyOf(sessions.values())) {
            if (!primaries.contains(session.endpoint())) {
                sessions.remove(session.endpoint());
                session.link().close();
            }
        }
        tellReady();
    }

    /** Whether a publisher might still use the classic commands: some node has no others, or is not known to. */
    boolean areMixed() {
        return !sessions.values().stream().allMatch(PushSession::isSurelySharded);
    }

    /** Completes when every primary has a READY session. */
    Future<Void> whenReady() {
        Promise<Void> promise = Promise.promise();
        waitingForReady.add(promise);
        tellReady();
        return promise.future();
    }

    /** A session may have become READY. */
    void tellReady() {
        boolean ready = !sessions.isEmpty()
                && sessions.values().stream().allMatch(session -> session.link().isReady());
        if (ready) {
            List<Promise<Void>> waiting = List.copyOf(waitingForReady);
            waitingForReady.clear();
            waiting.forEach(Promise::tryComplete);
        }
    }

    List<NodeHealth> health() {
        return sessions.values().stream()
                .map(session -> session.link().health())
                .toList();
    }

    /** Ends all sessions; who waits for READY fails. */
    void close(RuntimeException cause) {
        sessions.values().forEach(session -> session.link().close());
        sessions.clear();
        waitingForReady.forEach(promise -> promise.tryFail(cause));
        waitingForReady.clear();
    }
}
