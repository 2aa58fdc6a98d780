package dev.hub.verticles.jobs.soak.judge;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Judges deduplication, by the server's clock: of a simple key one job at most is unfinished at any time; of a key that keeps
 * the last one two are, of which one waits, and the last that was submitted is among those that were done.
 */
public final class KeyJudge {
    private final JobLedger ledger;
    private final Map<String, List<Ending>> byKey = new HashMap<>();
    private final Map<String, Long> lastTaken = new HashMap<>();

    /** Of the keys of a ledger. */
    public KeyJudge(JobLedger ledger) {
        this.ledger = ledger;
    }

    /** The queue said that it has this number of a key that keeps the last, or a later one. */
    public void taken(Wish wish) {
        if (wish.keepsLast()) {
            lastTaken.merge(wish.key(), wish.number(), Math::max);
        }
    }

    /** Judges all. */
    public void judge(Collection<Ending> endings) {
        endings.stream()
                .filter(each -> !each.key().isEmpty())
                .forEach(each -> byKey.computeIfAbsent(each.key(), none -> new ArrayList<>())
                        .add(each));
        byKey.forEach((key, jobs) -> {
            boolean keepsLast = ledger.find(jobs.getFirst().id())
                    .map(track -> track.wish.keepsLast())
                    .orElse(false);
            judgeOverlap(key, jobs, keepsLast ? 2 : 1);
        });
        lastTaken.forEach(this::judgeLast);
    }

    private void judgeOverlap(String key, List<Ending> jobs, int most) {
        jobs.sort(Comparator.comparingLong(Ending::submittedAt));
        List<Ending> open = new ArrayList<>();
        for (Ending job : jobs) {
            open.removeIf(other -> other.endedAt() > 0 && other.endedAt() <= job.submittedAt());
            open.add(job);
            if (open.size() > most) {
                ledger.findings()
                        .add(
                                Kind.TOO_MANY_OF_A_KEY,
                                key + " at " + job.submittedAt() + ": "
                                        + open.stream().map(Ending::id).toList());
            }
        }
    }

    private void judgeLast(String key, long number) {
        long highest = byKey.getOrDefault(key, List.of()).stream()
                .mapToLong(Ending::dataNumber)
                .max()
                .orElse(0);
        if (highest < number) {
            ledger.findings().add(Kind.LAST_OF_KEY_LOST, key + " ends with " + highest + ", " + number + " was taken");
        }
    }
}
