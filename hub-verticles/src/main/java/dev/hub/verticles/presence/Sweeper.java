package dev.hub.verticles.presence;

import dev.hub.core.node.NodeRegistry;
import dev.hub.core.presence.DeadNode;
import dev.hub.core.presence.GroupPlace;
import dev.hub.core.presence.GroupRules;
import dev.hub.core.presence.PresenceGroup.OfUser;
import dev.hub.core.presence.PresenceStore;
import dev.hub.core.presence.Registrations;
import dev.hub.core.presence.Registrations.Registration;
import dev.hub.core.presence.Swept;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cleans up in the groups of instances that died or were stopped: their members leave, or are away until their grace ends, and
 * their events are published. Whatever happens to this instance meanwhile, another goes on: each step can be done twice.
 */
final class Sweeper {
    private static final int PAGE = 64;
    private static final int PARALLEL = 8;
    private static final long SOON_MILLIS = 1000;
    private static final long NOTHING_LEFT = 0;
    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

    private final PresenceStore store;
    private final Registrations registrations;
    private final NodeRegistry registry;
    private final GroupBook book;
    private final Aftermath aftermath;
    private final Set<DeadNode> atWork = new HashSet<>();
    private long sweptGroups;

    Sweeper(
            PresenceStore store,
            Registrations registrations,
            NodeRegistry registry,
            GroupBook book,
            Aftermath aftermath) {
        this.store = store;
        this.registrations = registrations;
        this.registry = registry;
        this.book = book;
        this.aftermath = aftermath;
    }

    /** Groups in which was cleaned up so far. */
    long sweptGroups() {
        return sweptGroups;
    }

    /** What became of one group: when somebody has to come back, in ms; -1 when nothing is left there. */
    private record Rest(Registration registration, long againMillis) {}

    /**
     * Cleans up after {@code dead}; done when it is known when somebody has to see to it again. An instance may get to know of
     * it before it can speak to Valkey here. What fails is given back, so that nobody waits for the end of the claim.
     */
    Future<Void> cleanUp(DeadNode dead) {
        if (!atWork.add(dead)) {
            return Future.succeededFuture();
        }
        long began = System.nanoTime();
        return registry.whenReady()
                .compose(ready -> pages(dead, 0, NOTHING_LEFT))
                .compose(again -> registry.bury(dead, again))
                .onSuccess(done -> LOG.debug(
                        "Cleaned up after {} within {} ms", dead.text(), (System.nanoTime() - began) / 1_000_000))
                .onFailure(cause -> giveBack(dead, cause))
                .onComplete(ended -> atWork.remove(dead));
    }

    private void giveBack(DeadNode dead, Throwable why) {
        LOG.debug("Cleaning up after {} waits: {}", dead.text(), why.getMessage());
        registry.whenReady()
                .compose(ready -> registry.bury(dead, 1))
                .onFailure(cause -> LOG.debug("{} is not given back: {}", dead.text(), cause.getMessage()));
    }

    /** @param again when somebody has to come back for the pages before, in ms; 0 when for nothing */
    private Future<Long> pages(DeadNode dead, long after, long again) {
        return registrations.page(dead, after, PAGE).compose(page -> {
            if (page.isEmpty()) {
                return Future.succeededFuture(again);
            }
            return groups(dead, page).compose(rests -> {
                List<Registration> empty = rests.stream()
                        .filter(rest -> rest.againMillis() < 0)
                        .map(Rest::registration)
                        .toList();
                long next = rests.stream()
                        .mapToLong(Rest::againMillis)
                        .filter(millis -> millis >= 0)
                        .map(millis -> Math.max(1, millis))
                        .min()
                        .orElse(NOTHING_LEFT);
                long least = again == NOTHING_LEFT || (next != NOTHING_LEFT && next < again) ? next : again;
                return registrations
                        .remove(dead, empty)
                        .compose(removed -> registry.keep(dead))
                        .compose(claimed -> pages(dead, page.getLast().number(), least));
            });
        });
    }

    /** Some at a time. */
    private Future<List<Rest>> groups(DeadNode dead, List<Registration> page) {
        Future<List<Rest>> all = Future.succeededFuture(new ArrayList<>());
        for (int i = 0; i < page.size(); i += PARALLEL) {
            List<Registration> some = page.subList(i, Math.min(page.size(), i + PARALLEL));
            all = all.compose(before -> Future.all(
                            some.stream().map(each -> group(dead, each)).toList())
                    .map(done -> {
                        before.addAll(done.list());
                        return before;
                    }));
        }
        return all;
    }

    private Future<Rest> group(DeadNode dead, Registration registration) {
        GroupPlace place = registration.place();
        GroupRules rules = book.rulesOf(place.group());
        sweptGroups++;
        return members(dead, place, rules, "", -1)
                .compose(swept -> {
                    Future<Void> events = swept.hasEvents() ? aftermath.forwardEvents(place) : Future.succeededFuture();
                    Future<Void> status =
                            place.group() instanceof OfUser ? aftermath.publishStatus(place) : Future.succeededFuture();
                    return Future.all(events, status).map(told -> new Rest(registration, swept.dueMillis()));
                })
                .recover(cause -> {
                    LOG.debug("Cleaning up in {} waits: {}", place.text(), cause.getMessage());
                    return Future.succeededFuture(new Rest(registration, SOON_MILLIS));
                });
    }

    private Future<Swept> members(DeadNode dead, GroupPlace place, GroupRules rules, String after, long dueMillis) {
        return store.sweep(place, rules, dead, after).compose(page -> {
            long due = dueMillis < 0 || (page.dueMillis() >= 0 && page.dueMillis() < dueMillis)
                    ? page.dueMillis()
                    : dueMillis;
            return page.after().isEmpty()
                    ? Future.succeededFuture(new Swept("", due, page.hasEvents()))
                    : members(dead, place, rules, page.after(), due);
        });
    }
}
