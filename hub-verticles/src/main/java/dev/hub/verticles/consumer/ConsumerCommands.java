package dev.hub.verticles.consumer;

import dev.hub.core.bus.ConsumerCommand;
import dev.hub.core.bus.ConsumerCommand.Attached;
import dev.hub.core.bus.ConsumerCommand.Batch;
import dev.hub.core.bus.ConsumerCommand.Created;
import dev.hub.core.bus.ConsumerCommand.DeadLetters;
import dev.hub.core.bus.ConsumerCommand.Deleted;
import dev.hub.core.bus.ConsumerCommand.Detached;
import dev.hub.core.bus.ConsumerCommand.Entry;
import dev.hub.core.bus.ConsumerCommand.Listing;
import dev.hub.core.bus.ConsumerCommand.Purged;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.consumer.ConsumerId;
import dev.hub.core.consumer.ConsumerPlace;
import dev.hub.core.consumer.ConsumerStore;
import dev.hub.core.consumer.Lease;
import dev.hub.core.consumer.Settled;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;

/** Carries out commands: in Valkey, and for who works here. */
final class ConsumerCommands {
    private final Vertx vertx;
    private final ConsumerStore store;
    private final ActiveConsumers active;
    private final ConsumerReports reports;
    private final Acknowledgements acknowledgements;

    ConsumerCommands(Vertx vertx, ConsumerStore store, ActiveConsumers active, ConsumerReports reports) {
        this.vertx = vertx;
        this.store = store;
        this.active = active;
        this.reports = reports;
        this.acknowledgements = new Acknowledgements(
                (consumer, epoch, offsets) -> store.acknowledge(active.place(consumer), epoch, offsets));
    }

    /** The answer; a refusal is thrown, or is its failure. */
    Future<?> execute(ConsumerCommand command) {
        return switch (command) {
            case ConsumerCommand.Create create ->
                store.put(place(create.consumer()), create.settings()).map(Created::new);
            case ConsumerCommand.Delete delete ->
                store.delete(place(delete.consumer())).map(Deleted::new);
            case ConsumerCommand.ListAll list -> list(list.channel());
            case ConsumerCommand.Describe describe -> store.info(place(describe.consumer()));
            case ConsumerCommand.Fetch fetch -> fetch(fetch);
            case ConsumerCommand.Acknowledge done -> acknowledge(done);
            case ConsumerCommand.Refuse failed -> refuse(failed);
            case ConsumerCommand.Extend extend -> extend(extend);
            case ConsumerCommand.Bury bury -> bury(bury);
            case ConsumerCommand.ListDead list ->
                store.deadLetters(place(list.consumer()), list.after(), list.limit())
                        .map(DeadLetters::new);
            case ConsumerCommand.RetryDead retry -> store.revive(place(retry.consumer()), retry.ids());
            case ConsumerCommand.PurgeDead purge ->
                store.purge(place(purge.consumer()), purge.ids()).map(Purged::new);
            case ConsumerCommand.Attach attach -> attach(attach);
            case ConsumerCommand.Detach detach ->
                Future.succeededFuture(new Detached(active.detach(detach.consumer(), detach.worker())));
        };
    }

    private ConsumerPlace place(ConsumerId consumer) {
        return active.place(consumer);
    }

    /** Of a feed, the consumers of this pattern only. */
    private Future<Listing> list(ChannelName channel) {
        ConsumerPlace any = place(new ConsumerId(channel, "any"));
        String behind = any.id().substring("any".length());
        return store.ids(any.stream()).compose(ids -> {
            List<Future<Entry>> entries = ids.stream()
                    .filter(id -> id.endsWith(behind))
                    .map(id -> id.substring(0, id.length() - behind.length()))
                    .filter(name -> ConsumerId.faultOf(name).isEmpty())
                    .map(name -> entry(new ConsumerId(channel, name)))
                    .toList();
            return Future.all(entries).map(all -> new Listing(all.list()));
        });
    }

    private Future<Entry> entry(ConsumerId consumer) {
        return store.info(place(consumer)).map(info -> new Entry(consumer, info));
    }

    private Future<Batch> fetch(ConsumerCommand.Fetch command) {
        ActiveConsumer consumer = active.activate(command.consumer());
        boolean isPatient = command.waitMillis() > 0;
        if (isPatient) {
            active.listenFor(consumer);
        }
        WaitingFetch fetch = consumer.await(command.max(), isPatient);
        if (!isPatient) {
            return fetch.answer().future();
        }
        long timer = vertx.setTimer(command.waitMillis(), late -> consumer.giveUp(fetch));
        return fetch.answer().future().onComplete(done -> vertx.cancelTimer(timer));
    }

    private Future<Settled> acknowledge(ConsumerCommand.Acknowledge command) {
        ConsumerId id = command.consumer();
        return acknowledgements.add(id, command.epoch(), command.offsets()).onSuccess(settled -> {
            reports.acknowledged(id, settled.count());
            tell(id, command.offsets(), ActiveConsumer::settled);
        });
    }

    private Future<Settled> refuse(ConsumerCommand.Refuse command) {
        ConsumerId id = command.consumer();
        return store.refuse(place(id), command.epoch(), any(command.offsets()), command.delayMillis())
                .onSuccess(settled -> {
                    reports.refused(id, settled.count());
                    tell(id, command.offsets(), ActiveConsumer::refused);
                });
    }

    private Future<Settled> extend(ConsumerCommand.Extend command) {
        ConsumerId id = command.consumer();
        return store.extend(place(id), command.epoch(), any(command.offsets()), command.millis())
                .onSuccess(settled -> tell(
                        id, command.offsets(), (consumer, offsets) -> consumer.extended(offsets, command.millis())));
    }

    private Future<Settled> bury(ConsumerCommand.Bury command) {
        ConsumerId id = command.consumer();
        return store.bury(place(id), command.epoch(), command.offsets()).onSuccess(settled -> {
            reports.buried(id, settled.count());
            tell(id, command.offsets(), ActiveConsumer::settled);
        });
    }

    private void tell(ConsumerId id, Collection<Long> offsets, BiConsumer<ActiveConsumer, Collection<Long>> news) {
        ActiveConsumer consumer = active.find(id);
        if (consumer != null) {
            news.accept(consumer, offsets);
        }
    }

    private static List<Lease> any(Collection<Long> offsets) {
        return offsets.stream().map(Lease::any).toList();
    }

    /** Only for a consumer that exists. */
    private Future<Attached> attach(ConsumerCommand.Attach command) {
        return store.info(place(command.consumer())).map(info -> {
            active.attach(command.consumer(), command.worker(), command.maxInFlight());
            return new Attached(info.settings());
        });
    }
}
