package dev.hub.verticles.job;

import dev.hub.core.bus.JobWorker;
import dev.hub.core.bus.JobWorkerOptions;
import dev.hub.core.job.Taker;
import dev.hub.core.job.Work;
import java.util.ArrayList;
import java.util.List;

/** Who asks for jobs in a round, in this order: for no more than a round may bring. */
final class Takers {
    /** A worker has given back by then what it did not begin with. */
    private static final long LATE_MILLIS = 2 * JobWorkerOptions.MOST_WAIT_MILLIS;

    private final List<Recipient> recipients = new ArrayList<>();
    private final List<Taker> takers = new ArrayList<>();
    private int wanted;

    /** Who gets jobs. */
    sealed interface Recipient {}

    /** Somebody who asked for some. */
    record Asker(WaitingClaim claim) implements Recipient {}

    /** Somebody who gets them as they come. */
    record Member(JobWorker worker) implements Recipient {}

    void add(WaitingClaim claim) {
        add(new Asker(claim), claim.claim.worker(), claim.claim.max(), 0);
    }

    void add(Crew.Turn turn) {
        add(new Member(turn.worker()), turn.worker().name(), turn.room(), turn.isAhead() ? LATE_MILLIS : 0);
    }

    private void add(Recipient recipient, String name, int most, long late) {
        int room = Math.min(most, Work.MOST - wanted);
        if (room > 0) {
            recipients.add(recipient);
            takers.add(new Taker(name, room, late));
            wanted += room;
        }
    }

    boolean isEmpty() {
        return wanted == 0;
    }

    /** As the store takes them. */
    List<Taker> takers() {
        return takers;
    }

    /** How many jobs all of them ask for. */
    int wanted() {
        return wanted;
    }

    /** The one of that number, from 0. */
    Recipient at(int number) {
        return recipients.get(number);
    }
}
