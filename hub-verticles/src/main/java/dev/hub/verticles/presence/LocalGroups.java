package dev.hub.verticles.presence;

import dev.hub.core.bus.PresenceCommand.Away;
import dev.hub.core.bus.PresenceCommand.Enter;
import dev.hub.core.bus.PresenceCommand.Leave;
import dev.hub.core.presence.GroupPlace;
import dev.hub.core.presence.GroupRules;
import dev.hub.core.presence.NodeLease;
import dev.hub.core.presence.PresenceGroup;
import dev.hub.core.presence.PresenceGroup.OfUser;
import dev.hub.core.presence.PresenceStore;
import dev.hub.core.presence.Registrations;
import dev.hub.core.presence.Registrations.Registration;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All groups of which this instance has members. */
final class LocalGroups {
    /** In a channel with so many members joins and leaves are collected without being asked for. */
    static final int CROWD = 500;

    private static final long CROWD_DELAY_MILLIS = 250;
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(1);
    private static final int MAX_FORGOTTEN_AT_ONCE = 256;
    private static final Logger LOG = LoggerFactory.getLogger(LocalGroups.class);

    private final GroupBook book;
    private final GroupWriter writer;
    private final Registrations registrations;
    private final Aftermath aftermath;
    private final Map<PresenceGroup, LocalGroup> groups = new HashMap<>();
    private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparingLong(Due::nanos));
    private final Set<LocalGroup> troubled = new LinkedHashSet<>();
    private final Set<LocalGroup> deserted = new LinkedHashSet<>();
    private int users;

    LocalGroups(Vertx vertx, PresenceStore store, Registrations registrations, GroupBook book, Aftermath aftermath) {
        this.book = book;
        this.registrations = registrations;
        this.aftermath = aftermath;
        this.writer = new GroupWriter(vertx, store, registrations, book, this::written);
    }

    /** When the grace of a member ends. */
    private record Due(long nanos, LocalGroup group, String client) {}

    int size() {
        return groups.size();
    }

    /** Different users with a connection here. */
    int users() {
        return users;
    }

    int members() {
        return groups.values().stream().mapToInt(LocalGroup::members).sum();
    }

    long sentChanges() {
        return writer.sentChanges();
    }

    void enter(Enter command) {
        if (!book.isKept(command.group())) {
            return;
        }
        LocalGroup group = groups.get(command.group());
        if (group == null) {
            group = new LocalGroup(book.placeOf(command.group()));
            groups.put(command.group(), group);
            users += command.group() instanceof OfUser ? 1 : 0;
        }
        deserted.remove(group);
        group.enter(command.member(), command.announced());
        soiled(group);
    }

    void leave(Leave command) {
        LocalGroup group = groups.get(command.group());
        if (group != null) {
            group.leave(command.client());
            soiled(group);
        }
    }

    void away(Away command) {
        LocalGroup group = groups.get(command.group());
        if (group == null) {
            return;
        }
        GroupRules rules = book.rulesOf(command.group());
        long now = System.nanoTime();
        if (group.away(command.client(), rules.grace(), now)) {
            due.add(new Due(now + rules.grace().toNanos(), group, command.client()));
        }
        soiled(group);
    }

    private void soiled(LocalGroup group) {
        if (group.isSendable()) {
            GroupRules rules = book.rulesOf(group.place.group());
            long delay = rules.maxDelay().toMillis();
            if (delay == 0 && group.size >= CROWD) {
                delay = CROWD_DELAY_MILLIS;
            }
            if (delay == 0) {
                writer.write(group);
            } else {
                writer.writeLater(group, delay);
            }
        } else if (group.isDeserted()) {
            written(group);
        }
    }

    /** Done when Valkey knows what is so here now; fails when it cannot be told. */
    Future<Void> settled(PresenceGroup name) {
        LocalGroup group = groups.get(name);
        if (group == null || group.isClean()) {
            return Future.succeededFuture();
        }
        Future<Void> settled = group.settled();
        if (group.isSendable()) {
            writer.hurry(group);
        }
        return settled;
    }

    private void written(LocalGroup group) {
        if (group.hasEvents || group.hasTurned) {
            tellElsewhere(group);
        }
        if (group.isDeserted()) {
            deserted.add(group);
        }
    }

    /** Until all of it is told, others would have to do it if this instance died: the group stays registered. */
    private void tellElsewhere(LocalGroup group) {
        if (group.hasEvents) {
            group.hasEvents = false;
            telling(group, aftermath.forwardEvents(group.place), () -> group.hasEvents = true);
        }
        if (group.hasTurned) {
            group.hasTurned = false;
            telling(group, aftermath.publishStatus(group.place), () -> group.hasTurned = true);
        }
    }

    private void telling(LocalGroup group, Future<Void> told, Runnable untold) {
        group.telling++;
        told.onComplete(ended -> {
            group.telling--;
            if (ended.failed()) {
                untold.run();
                trouble(group, ended.cause());
            }
        });
    }

    private void trouble(LocalGroup group, Throwable cause) {
        LOG.debug("What happened in {} is not told yet: {}", group.place.text(), cause.getMessage());
        troubled.add(group);
    }

    /** To be called every now and then: ends what is due, tries again what failed, forgets what is over. */
    void tick() {
        long now = System.nanoTime();
        for (Due next = due.peek(); next != null && next.nanos() - now <= 0; next = due.peek()) {
            due.poll();
            next.group().due(next.client(), now);
            soiled(next.group());
        }
        List<LocalGroup> again = List.copyOf(troubled);
        troubled.clear();
        again.forEach(this::tellElsewhere);
        writer.retry();
        forget();
    }

    /** Groups without members are taken out of the list that is for those who clean up after this instance. */
    private void forget() {
        NodeLease lease = writer.lease();
        List<LocalGroup> over = new ArrayList<>();
        for (LocalGroup group : deserted) {
            if (over.size() < MAX_FORGOTTEN_AT_ONCE && group.isTold()) {
                over.add(group);
            }
        }
        if (lease == null || over.isEmpty()) {
            return;
        }
        over.forEach(deserted::remove);
        over.forEach(group -> group.isRegistered = false);
        List<Registration> removed = over.stream()
                .map(group -> new Registration(group.registration, group.place))
                .toList();
        registrations
                .write(lease, List.of(), removed)
                .onSuccess(done -> over.forEach(this::forgotten))
                .onFailure(cause -> over.stream().filter(LocalGroup::isDeserted).forEach(deserted::add));
    }

    private void forgotten(LocalGroup group) {
        PresenceGroup name = group.place.group();
        if (group.isDeserted() && groups.remove(name, group)) {
            users -= name instanceof OfUser ? 1 : 0;
        }
    }

    /** From now on writes in this name. In another incarnation, and where rules moved groups, all is entered anew. */
    void take(NodeLease lease) {
        if (writer.take(lease)) {
            groups.values().forEach(group -> {
                group.reenter();
                soiled(group);
            });
        }
    }

    /** Groups that other rules move elsewhere leave where they were and enter there. */
    void revisit() {
        for (LocalGroup group : List.copyOf(groups.values())) {
            GroupPlace now = book.placeOf(group.place.group());
            if (!now.equals(group.place)) {
                soiled(group.move(now));
                soiled(group);
            }
        }
    }

    /** Done when Valkey knows what is so here, or after a second. */
    Future<Void> drain() {
        return Future.join(groups.keySet().stream().map(this::settled).toList())
                .timeout(DRAIN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .mapEmpty();
    }
}
