package dev.hub.verticles.consumer;

import dev.hub.core.consumer.ConsumerId;
import dev.hub.core.consumer.ConsumerStore;
import dev.hub.core.consumer.Settled;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sends acknowledgements in groups: those of one consumer that come while others of it are on their way go together, once
 * these are answered. A lone one goes at once. In a group each costs Valkey a twentieth of what it costs alone.
 */
final class Acknowledgements {
    private final Sender sender;
    private final Map<Group, Pending> waiting = new HashMap<>();
    private final Set<Group> underWay = new HashSet<>();

    Acknowledgements(Sender sender) {
        this.sender = sender;
    }

    /** Brings acknowledgements to Valkey. */
    @FunctionalInterface
    interface Sender {
        /** At most {@value ConsumerStore#MAX_BATCH} offsets, each once. */
        Future<Settled> send(ConsumerId consumer, String epoch, Set<Long> offsets);
    }

    private record Group(ConsumerId consumer, String epoch) {}

    private record Part(List<Long> offsets, Promise<Settled> answer) {}

    private static final class Pending {
        private final Set<Long> offsets = new LinkedHashSet<>();
        private final List<Part> parts = new ArrayList<>();

        private void answer(Settled all) {
            Set<Long> unknown = new HashSet<>(all.unknown());
            for (Part part : parts) {
                List<Long> own =
                        part.offsets().stream().filter(unknown::contains).toList();
                part.answer().complete(new Settled(part.offsets().size() - own.size(), own));
            }
        }

        private void fail(Throwable cause) {
            parts.forEach(part -> part.answer().fail(cause));
        }
    }

    /**
     * Acknowledges.
     *
     * @param offsets 1 to {@value ConsumerStore#MAX_BATCH}, each once
     * @return what became of these
     */
    Future<Settled> add(ConsumerId consumer, String epoch, List<Long> offsets) {
        Group group = new Group(consumer, epoch);
        Pending pending = waiting.get(group);
        if (pending != null && pending.offsets.size() + offsets.size() > ConsumerStore.MAX_BATCH) {
            send(group);
            pending = null;
        }
        if (pending == null) {
            pending = new Pending();
            waiting.put(group, pending);
        }
        Part part = new Part(offsets, Promise.promise());
        pending.parts.add(part);
        pending.offsets.addAll(offsets);
        if (!underWay.contains(group)) {
            send(group);
        }
        return part.answer().future();
    }

    private void send(Group group) {
        Pending pending = waiting.remove(group);
        if (pending == null) {
            return;
        }
        underWay.add(group);
        Future.succeededFuture()
                .compose(start -> sender.send(group.consumer(), group.epoch(), pending.offsets))
                .onComplete(done -> {
                    underWay.remove(group);
                    send(group);
                })
                .onSuccess(pending::answer)
                .onFailure(pending::fail);
    }
}
