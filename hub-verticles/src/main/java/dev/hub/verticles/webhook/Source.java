package dev.hub.verticles.webhook;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ConsumerCommand;
import dev.hub.core.bus.ConsumerCommand.Acknowledge;
import dev.hub.core.bus.ConsumerCommand.Batch;
import dev.hub.core.bus.ConsumerCommand.Bury;
import dev.hub.core.bus.ConsumerCommand.Create;
import dev.hub.core.bus.ConsumerCommand.Created;
import dev.hub.core.bus.ConsumerCommand.Describe;
import dev.hub.core.bus.ConsumerCommand.Extend;
import dev.hub.core.bus.ConsumerCommand.Fetch;
import dev.hub.core.bus.ConsumerCommand.Refuse;
import dev.hub.core.bus.HubBus;
import dev.hub.core.consumer.ConsumerId;
import dev.hub.core.consumer.ConsumerInfo;
import dev.hub.core.consumer.ConsumerSettings;
import dev.hub.core.consumer.ConsumerStart;
import dev.hub.core.consumer.Settled;
import dev.hub.core.protocol.HubException;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a webhook's events come from: its durable consumer on one of the events channels. What was taken out of it and is
 * done is said to it until it knows.
 */
final class Source {
    /** Most events that are taken out and not done. */
    static final int WINDOW = 500;

    private static final Logger LOG = LoggerFactory.getLogger(Source.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HubBus bus;
    private final ConsumerId consumer;
    private final ConsumerSettings settings;
    private final Set<Long> done = new LinkedHashSet<>();
    private final Set<Long> dead = new LinkedHashSet<>();
    private String epoch = "";
    private boolean isTelling;

    /**
     * The consumer of one webhook on one channel.
     *
     * @param maxRetained how many events wait for it at most
     */
    Source(HubBus bus, ConsumerId consumer, int maxRetained) {
        this.bus = bus;
        this.consumer = consumer;
        this.settings = new ConsumerSettings(Turn.TIME.toMillis(), WINDOW, 0, maxRetained, ConsumerStart.NEW);
    }

    /** Makes the consumer if there is none; tells whether nobody has any of its events. */
    Future<Boolean> isFree() {
        return bus.request(Addresses.CONSUMER, new Create(consumer, settings), Created.class)
                .compose(made -> bus.request(Addresses.CONSUMER, new Describe(consumer), ConsumerInfo.class))
                .map(info -> info.leased() == 0);
    }

    /** Takes events out; waits for some. */
    Future<Batch> fetch(int most) {
        return bus.request(Addresses.CONSUMER, new Fetch(consumer, most, PATIENCE.toMillis()), Batch.class, PATIENCE)
                .onSuccess(batch -> {
                    if (!batch.deliveries().isEmpty()) {
                        follow(batch.epoch());
                    }
                    if (batch.lost() > 0) {
                        LOG.warn("{} events were lost for {}: too many waited", batch.lost(), consumer.name());
                    }
                });
    }

    private void follow(String next) {
        if (!next.equals(epoch)) {
            forget();
            epoch = next;
        }
    }

    /** These have arrived, or are of no interest. */
    void done(List<Long> offsets) {
        done.addAll(offsets);
    }

    /** These never arrived, and will not be sent any more. */
    void dead(List<Long> offsets) {
        dead.addAll(offsets);
    }

    /** What it was not told yet. */
    int untold() {
        return done.size() + dead.size();
    }

    /** Tells what is done; true when there is room for more now. */
    Future<Boolean> tell() {
        if (isTelling || untold() == 0) {
            return Future.succeededFuture(false);
        }
        isTelling = true;
        return tell(done, List.copyOf(done), offsets -> new Acknowledge(consumer, epoch, offsets))
                .compose(told -> tell(dead, List.copyOf(dead), offsets -> new Bury(consumer, epoch, offsets)))
                .transform(told -> {
                    isTelling = false;
                    return Future.succeededFuture(told.succeeded());
                });
    }

    /** Names offsets in a command. */
    @FunctionalInterface
    private interface Naming {
        ConsumerCommand of(List<Long> offsets);
    }

    private Future<Void> tell(Set<Long> untold, List<Long> offsets, Naming command) {
        if (offsets.isEmpty()) {
            return Future.succeededFuture();
        }
        return bus.request(Addresses.CONSUMER, command.of(offsets), Settled.class)
                .<Void>mapEmpty()
                .recover(cause ->
                        HubException.from(cause).isTemporary() ? Future.failedFuture(cause) : Future.succeededFuture())
                .onSuccess(told -> offsets.forEach(untold::remove));
    }

    /** Keeps what is taken out from being given to others. */
    void keep(List<Long> offsets) {
        List<Long> all = new ArrayList<>(offsets);
        all.addAll(done);
        all.addAll(dead);
        if (!all.isEmpty()) {
            Extend extend = new Extend(consumer, epoch, all, Turn.TIME.toMillis());
            bus.request(Addresses.CONSUMER, extend, Settled.class)
                    .onFailure(cause -> LOG.debug("Events are not kept: {}", cause.toString()));
        }
    }

    /** Gives back what was taken out and not done. */
    Future<?> giveBack(List<Long> offsets) {
        return offsets.isEmpty()
                ? Future.succeededFuture()
                : bus.request(Addresses.CONSUMER, new Refuse(consumer, epoch, offsets, 0), Settled.class);
    }

    /** All of it is others' business now. */
    void forget() {
        done.clear();
        dead.clear();
    }
}
