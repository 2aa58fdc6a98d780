package dev.hub.verticles.consumer;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ConnectionCommand;
import dev.hub.core.bus.ConsumerEvent;
import dev.hub.core.bus.ConsumerWorker;
import dev.hub.core.bus.ConsumerWorker.OfConnection;
import dev.hub.core.bus.ConsumerWorker.OfVerticle;
import dev.hub.core.bus.HubBus;
import dev.hub.core.channel.CurrentNamespaces;
import dev.hub.core.consumer.ConsumerId;
import dev.hub.core.consumer.ConsumerPlace;
import dev.hub.core.consumer.ConsumerStore;
import dev.hub.core.protocol.HubException;
import dev.hub.verticles.alarm.Alarm;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The consumers that somebody here works or waits for, and the connections that do. */
final class ActiveConsumers implements ConsumerDesk {
    /** How often {@link #tick} is to be called. */
    static final Duration TICK = Duration.ofMillis(500);

    /** In so many ticks every consumer asks once, for a wake may have been lost. */
    private static final int TICKS_TO_ASK = 10;

    private static final Logger LOG = LoggerFactory.getLogger(ActiveConsumers.class);

    private final HubBus bus;
    private final CurrentNamespaces namespaces;
    private final ConsumerStore store;
    private final Wakes wakes;
    private final ConsumerReports reports;
    private final Alarm alarm;
    private final Map<ConsumerId, ActiveConsumer> active = new HashMap<>();
    private final Map<String, Set<ActiveConsumer>> byClient = new HashMap<>();
    private int ticks;

    ActiveConsumers(
            Vertx vertx, ConsumerResources resources, ConsumerStore store, Wakes wakes, ConsumerReports reports) {
        this.bus = resources.bus();
        this.namespaces = resources.namespaces();
        this.store = store;
        this.wakes = wakes;
        this.reports = reports;
        this.alarm = new Alarm(vertx, this::now, active::values);
    }

    @Nullable
    ActiveConsumer find(ConsumerId id) {
        return active.get(id);
    }

    /**
     * The consumer, active from now on; somebody must be about to work or wait for it.
     *
     * @throws HubException when it cannot live anywhere
     */
    ActiveConsumer activate(ConsumerId id) {
        ActiveConsumer known = active.get(id);
        if (known == null) {
            ConsumerPlace place = place(id);
            LOG.debug("Consumer {} becomes active at {}", id, place.id());
            known = new ActiveConsumer(id, store, this);
            active.put(id, known);
        }
        return known;
    }

    /** The consumer is to be woken by what happens elsewhere, too. */
    void listenFor(ActiveConsumer consumer) {
        wakes.listen(consumer, place(consumer.id()));
    }

    void attach(ConsumerId id, ConsumerWorker worker, int maxInFlight) {
        ActiveConsumer consumer = activate(id);
        listenFor(consumer);
        if (worker instanceof OfConnection connection) {
            byClient.computeIfAbsent(connection.client(), first -> new LinkedHashSet<>())
                    .add(consumer);
            bus.send(connection.address(), new ConnectionCommand.Watch(connection.client(), Addresses.CONSUMER_GONE));
        }
        consumer.attach(worker, maxInFlight);
    }

    /** Tells whether it was attached. */
    boolean detach(ConsumerId id, ConsumerWorker worker) {
        ActiveConsumer consumer = active.get(id);
        boolean wasAttached = consumer != null && consumer.detach(worker);
        if (wasAttached && worker instanceof OfConnection connection) {
            Set<ActiveConsumer> all = byClient.get(connection.client());
            if (all != null && all.remove(consumer) && all.isEmpty()) {
                byClient.remove(connection.client());
                bus.send(
                        connection.address(),
                        new ConnectionCommand.Unwatch(connection.client(), Addresses.CONSUMER_GONE));
            }
        }
        return wasAttached;
    }

    /** A connection is over; what it had is for others. */
    void gone(String client) {
        Set<ActiveConsumer> all = byClient.remove(client);
        if (all != null) {
            all.forEach(consumer -> consumer.detachClient(client));
        }
    }

    @Override
    public ConsumerPlace place(ConsumerId consumer) {
        return ConsumerPlace.of(consumer, namespaces.get());
    }

    @Override
    public void tell(ConsumerWorker worker, ConsumerEvent event) {
        switch (worker) {
            case OfConnection connection ->
                bus.send(
                        connection.address(),
                        new ConnectionCommand.Tell(connection.client(), DeliveryJson.push(event)));
            case OfVerticle verticle ->
                bus.offer(verticle.address(), event).onFailure(nobody -> detach(event.consumer(), worker));
        }
    }

    @Override
    public long now() {
        return System.nanoTime() / 1_000_000;
    }

    @Override
    public ConsumerReports reports() {
        return reports;
    }

    @Override
    public void wakeAt(long time) {
        alarm.wakeAt(time);
    }

    /** All of them ask, for the way to Valkey is open again. */
    void wakeAll() {
        List.copyOf(active.values()).forEach(ActiveConsumer::woken);
    }

    /** Streams may be elsewhere by other rules: all listen there, and ask. */
    void rulesChanged() {
        for (ActiveConsumer consumer : List.copyOf(active.values())) {
            follow(consumer);
            consumer.woken();
        }
    }

    /** To be called every {@link #TICK}. */
    void tick() {
        boolean asks = ++ticks % TICKS_TO_ASK == 0;
        if (asks) {
            wakes.retry();
        }
        for (ActiveConsumer consumer : List.copyOf(active.values())) {
            if (asks && consumer.isIdle()) {
                close(consumer);
            } else if (asks) {
                follow(consumer);
                consumer.woken();
            }
            consumer.tick();
        }
    }

    private void close(ActiveConsumer consumer) {
        active.remove(consumer.id());
        wakes.deafen(consumer);
        reports.forget(consumer.id());
    }

    /** Its stream may be elsewhere since the rules of its namespace changed; where it cannot be, asking tells. */
    private void follow(ActiveConsumer consumer) {
        try {
            listenFor(consumer);
        } catch (HubException nowhere) {
            wakes.deafen(consumer);
        }
    }

    /** The instance stops: what its workers have is for those of others at once. */
    Future<?> detachAll() {
        List<Future<?>> all = active.values().stream()
                .<Future<?>>map(ActiveConsumer::detachAll)
                .toList();
        return Future.join(all);
    }
}
