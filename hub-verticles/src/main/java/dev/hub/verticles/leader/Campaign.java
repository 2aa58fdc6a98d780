package dev.hub.verticles.leader;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.LeadershipChanged;
import dev.hub.core.leader.Leader;
import dev.hub.core.leader.LeaderTerms;
import dev.hub.core.leader.Leadership;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this instance knows of who leads, and what it tells its verticles. Belongs to one event loop. */
final class Campaign {
    private static final Logger LOG = LoggerFactory.getLogger(Campaign.class);

    private final String self;
    private final HubBus bus;
    private final LeaderTerms terms;
    private final LeaderReports reports;
    private final Leadership leadership;
    private Leader leader = Leader.NONE;
    private long told;

    Campaign(String self, HubBus bus, LeaderTerms terms, LeaderReports reports) {
        this.self = self;
        this.bus = bus;
        this.terms = terms;
        this.reports = reports;
        this.leadership = bus.leadership();
    }

    /** Who leads, as it was last heard. */
    Leader leader() {
        return leader;
    }

    /** The term that this instance is to keep; 0 when it does not lead. */
    long term() {
        return leadership.term().orElse(0);
    }

    /** It leads, as it asked to at {@code sentNanos}. */
    void elected(long term, long sentNanos) {
        leader = new Leader(self, term);
        leadership.hold(term, sentNanos + terms.trust().toNanos());
        if (told != term) {
            lost("another term has begun");
        }
        if (told == 0 && leadership.term().isPresent()) {
            told = term;
            reports.elected();
            LOG.info("This instance leads, in term {}", term);
            bus.broadcast(Addresses.LEADERSHIP, new LeadershipChanged(true, term));
        }
        look();
    }

    /** {@code other} does. */
    void refused(Leader other) {
        leader = other;
        leadership.end();
        lost("another one does");
    }

    /** Sees whether its lease is over. */
    void look() {
        if (leadership.term().isEmpty()) {
            lost("its lease ran out");
        }
    }

    /** It does not want to lead any more. */
    void end() {
        leader = Leader.NONE;
        leadership.end();
        lost("it stops");
    }

    private void lost(String why) {
        if (told == 0) {
            return;
        }
        LOG.info("This instance leads no more in term {}: {}", told, why);
        reports.lost();
        bus.broadcast(Addresses.LEADERSHIP, new LeadershipChanged(false, told));
        told = 0;
    }
}
