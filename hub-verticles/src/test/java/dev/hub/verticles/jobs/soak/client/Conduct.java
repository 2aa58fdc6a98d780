package dev.hub.verticles.jobs.soak.client;

import dev.hub.verticles.loss.client.Seeds;
import java.util.random.RandomGenerator;

/** What becomes of a job in the hands of a worker. */
enum Conduct {
    COMPLETES(760),
    FAILS(80),
    GIVES_UP(15),
    RELEASES(20),
    COMPLETES_TWICE(30),
    FAILS_AFTER_COMPLETING(25),
    EXTENDS(20),
    /** Completes when the lease is over for long, and somebody else may have the job. */
    HANGS(25),
    /** Is never heard of again. */
    DIES(25);

    private static final int ALL = 1_000;

    private final int inThousand;

    Conduct(int inThousand) {
        this.inThousand = inThousand;
    }

    /** Fixed by the seed, the job and the number of its start, whoever has it when. */
    static Conduct of(long seed, String id, long epoch) {
        RandomGenerator random = Seeds.of(seed, id + "#" + epoch);
        int lot = random.nextInt(ALL);
        for (Conduct each : values()) {
            lot -= each.inThousand;
            if (lot < 0) {
                return each;
            }
        }
        return COMPLETES;
    }
}
