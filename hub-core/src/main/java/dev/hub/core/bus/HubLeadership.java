package dev.hub.core.bus;

import dev.hub.core.leader.Leader;
import io.vertx.core.Future;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/** Which of all instances does what only one may do, for verticles beside the hub. Get it from {@link HubClient#leadership}. */
public final class HubLeadership {
    private final HubBus bus;

    private HubLeadership(HubBus bus) {
        this.bus = bus;
    }

    static HubLeadership of(HubBus bus) {
        return new HubLeadership(bus);
    }

    /**
     * The term in which this instance leads at this moment; empty when it does not. Ask before each act. What is written
     * elsewhere should carry the term, to be refused where a higher one was seen: a machine that was suspended wakes up and
     * believes for a moment that it leads.
     */
    public OptionalLong term() {
        return bus.leadership().term();
    }

    /** Who leads, as it was heard within the last seconds. */
    public Future<Leader> leader() {
        return bus.request(Addresses.LEADER, new LeaderCommand.WhoLeads(), Leader.class);
    }

    /**
     * Tells when this instance begins to lead, at once if it does, and when it does not any more.
     *
     * @param onElected with the term; the terms of all instances go up
     * @param onLost with the term that is over
     */
    public Future<Void> onChange(LongConsumer onElected, LongConsumer onLost) {
        Watcher watcher = new Watcher(onElected, onLost);
        return bus.consume(Addresses.LEADERSHIP, LeadershipChanged.class, watcher::heard)
                .completion()
                .onSuccess(heard -> term().ifPresent(watcher::elected));
    }

    /** Tells of each term once. Belongs to one context. */
    private static final class Watcher {
        private final LongConsumer onElected;
        private final LongConsumer onLost;
        private long term;

        Watcher(LongConsumer onElected, LongConsumer onLost) {
            this.onElected = onElected;
            this.onLost = onLost;
        }

        void heard(LeadershipChanged change) {
            if (change.isLeading()) {
                elected(change.term());
            } else if (term == change.term()) {
                term = 0;
                onLost.accept(change.term());
            }
        }

        void elected(long now) {
            if (term != now) {
                term = now;
                onElected.accept(now);
            }
        }
    }
}
