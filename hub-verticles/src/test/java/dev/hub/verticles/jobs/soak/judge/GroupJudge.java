package dev.hub.verticles.jobs.soak.judge;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Judges how many jobs of a group were active at a time, by the server's clock, which is that of the machine: as far as it is
 * certain that they were. A job is active from its claim to its end; and where it was tried again after, to the moment when
 * its worker said so, if that came within the lease and counted.
 *
 * @param limit for each group
 */
public record GroupJudge(JobLedger ledger, int limit) {
    private record Span(String job, long from, long to) {}

    /** Judges all. */
    public void judge(Collection<Ending> endings) {
        Map<String, List<Span>> groups = new HashMap<>();
        Map<String, Long> lastEpochs = new HashMap<>();
        for (Ending each : endings) {
            if (!each.group().isEmpty() && each.endedByWork()) {
                lastEpochs.put(each.id(), each.epoch());
                add(groups, each.group(), new Span(each.id() + "#" + each.epoch(), each.claimedAt(), each.endedAt()));
            }
        }
        for (JobTrack track : ledger.tracks()) {
            if (!track.wish.group().isEmpty()) {
                long last = lastEpochs.getOrDefault(track.wish.id(), 0L);
                track.starts().stream()
                        .filter(start -> start.epoch != last)
                        .forEach(start -> addEarlier(groups, track.wish.group(), start));
            }
        }
        groups.forEach(this::judge);
    }

    private static void addEarlier(Map<String, List<Span>> groups, String group, Start start) {
        start.attempts().stream()
                .filter(each -> each.answer == Start.Answer.ACCEPTED)
                .findFirst()
                .ifPresent(each -> {
                    long first = start.attempts().getFirst().sentMillis;
                    long to = Math.min(first, start.leaseUntil());
                    add(groups, group, new Span(start.toString(), start.claimedMillis, to));
                });
    }

    private static void add(Map<String, List<Span>> groups, String group, Span span) {
        if (span.to > span.from) {
            groups.computeIfAbsent(group, none -> new ArrayList<>()).add(span);
        }
    }

    private void judge(String group, List<Span> spans) {
        spans.sort(Comparator.comparingLong(Span::from));
        PriorityQueue<Span> active = new PriorityQueue<>(Comparator.comparingLong(Span::to));
        for (Span span : spans) {
            while (!active.isEmpty() && active.element().to <= span.from) {
                active.remove();
            }
            active.add(span);
            if (active.size() > limit) {
                ledger.findings()
                        .add(
                                Kind.TOO_MANY_OF_A_GROUP,
                                group + " at " + span.from + ": "
                                        + active.stream().map(Span::toString).toList());
            }
        }
    }
}
