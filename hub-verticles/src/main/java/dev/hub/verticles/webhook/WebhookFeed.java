package dev.hub.verticles.webhook;

import dev.hub.core.bus.ConsumerCommand.Batch;
import dev.hub.core.channel.Payload;
import dev.hub.core.config.WebhookConfig;
import dev.hub.core.consumer.ConsumerDelivery;
import dev.hub.core.protocol.JsonPublications;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One webhook's share of one events channel. While it is this instance's turn, it takes events out, posts them, and says
 * what has arrived. When the turn comes from another instance, it first waits until what that one had is free again: what is
 * older comes first.
 */
final class WebhookFeed {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookFeed.class);
    private static final Duration AGAIN = Duration.ofMillis(500);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final Interest interest;
    private final Parts parts;
    private final Backlog backlog;
    private final Receiver receiver;
    private int turns;
    private boolean isDelivering;
    private boolean isFetching;
    private boolean isStopping;
    private long alarm = Backlog.NEVER;
    private @Nullable Promise<Void> quiet;

    /** What a feed works with. */
    record Parts(Turn turn, Source source, Poster poster, WebhookReports reports, Delays delays) {}

    WebhookFeed(Vertx vertx, WebhookConfig webhook, Parts parts) {
        this.vertx = vertx;
        this.interest = new Interest(webhook.types(), webhook.patterns());
        this.parts = parts;
        this.backlog = new Backlog(webhook.batchSize(), webhook.maxDeliveries(), parts.delays());
        this.receiver = new Receiver(webhook.maxParallel(), parts.delays());
    }

    /** Done when the webhook's consumer is there: what is told from now on is not missed. Fails when it cannot be made now. */
    Future<Boolean> exists() {
        return parts.source().isFree();
    }

    /** To be called every second. */
    void tick() {
        if (isStopping) {
            return;
        }
        boolean wasOurs = isDelivering;
        parts.turn().ask().onSuccess(isOurs -> {
            if (isOurs && !isDelivering) {
                begin();
            } else if (!isOurs && isDelivering) {
                lose();
            }
        });
        if (wasOurs) {
            parts.source().keep(backlog.offsets());
            settle();
            pump();
        }
    }

    private void begin() {
        isDelivering = true;
        turns++;
        takeOver(turns);
    }

    private boolean isOver(int turn) {
        return turn != turns || !isDelivering;
    }

    private void lose() {
        isDelivering = false;
        parts.reports().waiting(-backlog.size());
        backlog.clear();
        if (receiver.isAway()) {
            parts.reports().back(false);
        }
        receiver.forget();
        parts.source().forget();
    }

    private void takeOver(int turn) {
        if (isOver(turn)) {
            return;
        }
        parts.source().isFree().onComplete(asked -> {
            if (asked.failed()) {
                LOG.debug(
                        "The consumer of a webhook is not there: {}",
                        asked.cause().toString());
            }
            if (asked.succeeded() && asked.result() && receiver.underWay() == 0) {
                fetch();
            } else {
                vertx.setTimer(AGAIN.toMillis(), again -> takeOver(turn));
            }
        });
    }

    private void fetch() {
        int room = Source.WINDOW - backlog.size() - parts.source().untold();
        if (isFetching || !isDelivering || isStopping || room <= 0) {
            return;
        }
        isFetching = true;
        int turn = turns;
        parts.source().fetch(room).onComplete(fetched -> {
            isFetching = false;
            if (isOver(turn)) {
                return;
            }
            if (fetched.failed()) {
                parts.source().isFree().onComplete(made -> vertx.setTimer(AGAIN.toMillis(), again -> fetch()));
                return;
            }
            take(fetched.result());
            fetch();
        });
    }

    private void take(Batch batch) {
        List<Long> ignored = new ArrayList<>();
        int before = backlog.size();
        batch.deliveries().stream()
                .sorted(Comparator.comparingLong(ConsumerDelivery::offset))
                .forEach(delivery -> {
                    Payload json =
                            JsonPublications.decode(delivery.publication()).data();
                    JsonObject event = read(json);
                    if (interest.includes(event)) {
                        backlog.add(event(delivery.offset(), event, json));
                    } else {
                        ignored.add(delivery.offset());
                    }
                });
        parts.reports().waiting(backlog.size() - before);
        parts.source().done(ignored);
        settle();
        pump();
    }

    /** What is no event has no type, and interests nobody. */
    private static JsonObject read(Payload json) {
        try {
            return new JsonObject(json.toJson());
        } catch (DecodeException noObject) {
            return new JsonObject();
        }
    }

    private static WebhookEvent event(long offset, JsonObject event, Payload json) {
        String channel = event.getString("channel", "");
        String key = channel.isEmpty() ? event.getString("user", "") + event.getString("node", "") : channel;
        return new WebhookEvent(offset, key, event.getString("id", ""), json);
    }

    /** Says what is done; then there is room. */
    private void settle() {
        parts.source().tell().onSuccess(told -> {
            if (told) {
                settle();
                fetch();
            }
        });
    }

    private void pump() {
        long now = now();
        while (isDelivering && !isStopping && parts.turn().isOurs() && receiver.isOpen(now)) {
            Backlog.Batch batch = backlog.take(now);
            if (batch.events().isEmpty()) {
                break;
            }
            post(batch, turns);
        }
        wakeAt(Math.max(backlog.earliest(), receiver.notBefore()), now);
    }

    private void wakeAt(long time, long now) {
        if (time == Backlog.NEVER || time <= now || (alarm > now && alarm <= time)) {
            return;
        }
        alarm = time;
        vertx.setTimer(time - now, due -> pump());
    }

    private void post(Backlog.Batch batch, int turn) {
        receiver.asked();
        long start = System.nanoTime();
        parts.poster().post(batch.events()).onSuccess(answer -> {
            parts.reports().answered(System.nanoTime() - start);
            boolean wasAway = receiver.isAway();
            note(answer);
            tellOfAbsence(wasAway, answer);
            if (!isOver(turn)) {
                conclude(batch, answer);
            }
            if (quiet != null && receiver.underWay() == 0) {
                quiet.tryComplete();
            }
        });
    }

    private void note(Answer answer) {
        switch (answer) {
            case Answer.Taken taken -> receiver.took();
            case Answer.Gone gone -> receiver.gone(now(), Delays.LONGEST.toMillis());
            case Answer.Failed failed -> receiver.failed(now(), failed.waitMillis());
        }
    }

    private void tellOfAbsence(boolean wasAway, Answer answer) {
        if (!wasAway && receiver.isAway()) {
            parts.reports().away(reason(answer));
        } else if (wasAway && !receiver.isAway()) {
            parts.reports().back(true);
        }
    }

    private static String reason(Answer answer) {
        return switch (answer) {
            case Answer.Taken taken -> "";
            case Answer.Gone gone -> "status 410, nobody is there any more";
            case Answer.Failed failed -> failed.reason();
        };
    }

    private void conclude(Backlog.Batch batch, Answer answer) {
        int before = backlog.size();
        if (answer instanceof Answer.Taken) {
            backlog.sent(batch);
            parts.source()
                    .done(batch.events().stream().map(WebhookEvent::offset).toList());
            parts.reports().delivered(batch.events().size());
        } else {
            parts.reports().failed(reason(answer));
            List<WebhookEvent> dead = backlog.failed(batch, now());
            parts.source().dead(dead.stream().map(WebhookEvent::offset).toList());
            dead.forEach(event -> parts.reports().dead(event.id()));
        }
        parts.reports().waiting(backlog.size() - before);
        settle();
        pump();
    }

    private static long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    /** Ends: waits a little for what is being posted, gives back the rest, and lets others have their turn. */
    Future<?> stop() {
        isStopping = true;
        if (!isDelivering) {
            return Future.succeededFuture();
        }
        Promise<Void> idle = Promise.promise();
        quiet = idle;
        if (receiver.underWay() == 0) {
            idle.complete();
        }
        return idle.future()
                .timeout(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .transform(waited -> parts.source().tell())
                .transform(told -> parts.source().giveBack(backlog.offsets()))
                .transform(given -> parts.turn().end())
                .onComplete(ended -> lose());
    }
}
