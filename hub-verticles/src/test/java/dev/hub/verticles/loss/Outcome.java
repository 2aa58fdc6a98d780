package dev.hub.verticles.loss;

import dev.hub.verticles.loss.judge.Delays;
import dev.hub.verticles.loss.judge.Figures;
import dev.hub.verticles.loss.judge.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What came out of a run.
 *
 * @param plan that was played
 * @param verdict whether the promises were kept
 * @param figures what was counted
 * @param delays how late deliveries were
 * @param lostPlaces how many positions somebody was shown that a failover then lost
 * @param lasted from the first subscription to the judgement
 */
record Outcome(Plan plan, Verdict verdict, Figures figures, Delays delays, long lostPlaces, Duration lasted) {
    /** For people: figures, healing, and all that was wrong. */
    String text() {
        List<String> lines = new ArrayList<>();
        lines.add(figuresText());
        lines.add("longest wait %s ms: %s".formatted(millis(delays.longestNanos()), delays.longestWhere()));
        delays.healings()
                .forEach(each -> lines.add("%s: lasted %s ms, healed within %s ms: %s"
                        .formatted(
                                each.fault(), millis(each.lastedNanos()), millis(each.healedNanos()), each.where())));
        lines.add("broken promises, forgiven ones included: " + verdict.counts());
        lines.addAll(verdict.failures());
        return String.join("\n", lines);
    }

    private String figuresText() {
        List<String> words = new ArrayList<>();
        for (Figures.Count count : Figures.Count.values()) {
            words.add(count.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + figures.of(count));
        }
        return String.join(", ", words) + ", lost places " + lostPlaces + ", in " + lasted.toSeconds() + " s";
    }

    static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.1f", nanos / 1e6);
    }
}
