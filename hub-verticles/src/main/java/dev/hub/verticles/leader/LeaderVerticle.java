package dev.hub.verticles.leader;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ConnectionControl.Affected;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.LeaderCommand;
import dev.hub.core.bus.LeaderControl;
import dev.hub.core.leader.Candidacy;
import dev.hub.core.leader.LeaderStore;
import dev.hub.core.leader.LeaderTerms;
import dev.hub.core.node.ControlChannel;
import dev.hub.core.valkey.Valkey;
import dev.hub.core.valkey.ValkeyAccess;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands for election on behalf of this instance, and keeps what it has won. One per instance; it alone changes
 * {@link HubBus#leadership}.
 *
 * <p>An instance that stops hands over within milliseconds. After one that is gone without a word, or cut off, another leads
 * when its lease and the lock delay are over.
 */
public final class LeaderVerticle extends VerticleBase {
    private static final Duration LEAVE_TIMEOUT = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(LeaderVerticle.class);

    private final String self;
    private final ValkeyAccess access;
    private final HubBus bus;
    private final MeterRegistry registry;
    private final LeaderTerms terms;
    private @Nullable Running running;
    private boolean isAsking;
    private boolean wasMissed;
    private boolean isLeaving;

    /**
     * One that is not deployed yet.
     *
     * @param self uid of this instance
     */
    public LeaderVerticle(String self, ValkeyAccess access, HubBus bus, MeterRegistry registry, LeaderTerms terms) {
        this.self = self;
        this.access = access;
        this.bus = bus;
        this.registry = registry;
        this.terms = terms;
    }

    /** What exists from start to stop. */
    private record Running(Valkey valkey, LeaderStore store, Campaign campaign, LeaderReports reports) {}

    @Override
    public Future<?> start() {
        Valkey valkey = access.connect(vertx);
        LeaderReports reports = new LeaderReports(registry);
        Campaign campaign = new Campaign(self, bus, terms, reports);
        Running all = new Running(valkey, new LeaderStore(valkey, access.keys(), terms), campaign, reports);
        running = all;
        valkey.onReadiness(ready -> {
            if (ready) {
                ask(all);
            }
        });
        vertx.setPeriodic(terms.interval().toMillis(), tick -> ask(all));
        return bus.answer(Addresses.LEADER, LeaderCommand.class, command -> execute(command, all))
                .completion();
    }

    private Future<?> execute(LeaderCommand command, Running all) {
        return switch (command) {
            case LeaderCommand.WhoLeads who ->
                Future.succeededFuture(all.campaign().leader());
            case LeaderControl.Vacant vacant -> {
                wasMissed = isAsking;
                ask(all);
                yield Future.succeededFuture(Affected.NONE);
            }
        };
    }

    /** One question at a time, so that an answer is never older than what is known. */
    private void ask(Running all) {
        all.campaign().look();
        if (isAsking || isLeaving) {
            return;
        }
        isAsking = true;
        long sentNanos = System.nanoTime();
        all.store()
                .take(self, all.campaign().term())
                .onSuccess(candidacy -> heard(candidacy, sentNanos, all))
                .onFailure(cause -> LOG.debug("Not heard who leads: {}", cause.getMessage()))
                .onComplete(done -> {
                    isAsking = false;
                    if (wasMissed) {
                        wasMissed = false;
                        ask(all);
                    }
                });
    }

    private void heard(Candidacy candidacy, long sentNanos, Running all) {
        if (isLeaving) {
            return;
        }
        switch (candidacy) {
            case Candidacy.Elected elected -> {
                all.campaign().elected(elected.term(), sentNanos);
                vertx.setTimer(terms.trust().toMillis(), over -> all.campaign().look());
            }
            case Candidacy.Refused refused -> {
                all.campaign().refused(refused.leader());
                if (refused.freeInMillis() < terms.interval().toMillis()) {
                    vertx.setTimer(refused.freeInMillis(), free -> ask(all));
                }
            }
        }
    }

    @Override
    public Future<?> stop() {
        Running all = running;
        if (all == null) {
            return Future.succeededFuture();
        }
        isLeaving = true;
        all.campaign().end();
        // Whether it was elected by a question that is under way cannot be known here: the server is asked in this
        // order.
        return all.store()
                .release(self)
                .compose(wasTheirs -> wasTheirs ? tellOthers(all.valkey()) : Future.succeededFuture())
                .timeout(LEAVE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(cause -> LOG.debug("Not given back: {}", cause.getMessage()))
                .transform(left -> {
                    all.reports().close();
                    return all.valkey().close();
                });
    }

    private Future<Void> tellOthers(Valkey valkey) {
        return new ControlChannel(valkey, access.keys()).tell(new LeaderControl.Vacant());
    }
}
