package dev.hub.load.report;

import java.util.List;
import java.util.Optional;

/** What issue after issue asks of the hub, judged by the medians of a run. Each is judged when its scenario is in the run. */
public final class Targets {
    private static final String BURSTS = "fan-out-b16";
    private static final String OPEN = "fan-out-open";
    private static final String IDLE = "idle";
    private static final double TIMES_BETTER = 10;
    private static final double ONE_CORE = 1;
    private static final double IDLE_BYTES = 6 * 1024;

    private Targets() {}

    /** The targets whose scenario was run. */
    public static List<Target> judge(List<Section> sections) {
        return sections.stream()
                .flatMap(section -> switch (section.scenario()) {
                    case BURSTS -> List.of(bursts(section, "ws"), bursts(section, "socketio")).stream();
                    case OPEN -> List.of(open(section)).stream();
                    case IDLE -> List.of(idle(section)).stream();
                    default -> List.<Target>of().stream();
                })
                .toList();
    }

    private static Target bursts(Section section, String peer) {
        String text =
                "CPU per delivery in bursts of 16: at least %.0f times better than %s".formatted(TIMES_BETTER, peer);
        return section.ratio(peer, Markdown.HUB, Metric.CPU_PER_DELIVERY)
                .map(ratio -> new Target(text, Optional.of(ratio >= TIMES_BETTER), "%.1f times".formatted(ratio)))
                .orElseGet(() -> unmeasured(text, section, peer));
    }

    private static Target open(Section section) {
        String text = "500 publications/s to 1,000 sockets, all delivered, within one core of the hub";
        Optional<Spread> cores = section.figure(Markdown.HUB, Metric.SERVER_CORES);
        Optional<Spread> missing = section.figure(Markdown.HUB, Metric.MISSING);
        if (cores.isEmpty() || missing.isEmpty()) {
            return unmeasured(text, section, Markdown.HUB);
        }
        boolean reached = cores.get().median() <= ONE_CORE && missing.get().max() == 0;
        String measured = "%.2f cores, p50 %s ms, p99 %s ms, %.0f not delivered"
                .formatted(
                        cores.get().median(),
                        median(section, Metric.P50),
                        median(section, Metric.P99),
                        missing.get().max());
        return new Target(text, Optional.of(reached), measured);
    }

    private static Target idle(Section section) {
        String text = "at most 6 KiB of RSS per idle subscribed connection";
        return section.figure(Markdown.HUB, Metric.RSS_PER_CONNECTION)
                .map(bytes -> new Target(
                        text, Optional.of(bytes.median() <= IDLE_BYTES), "%.2f KiB".formatted(bytes.median() / 1024)))
                .orElseGet(() -> unmeasured(text, section, Markdown.HUB));
    }

    private static String median(Section section, Metric metric) {
        return section.figure(Markdown.HUB, metric)
                .map(spread -> metric.format(spread.median()))
                .orElse("–");
    }

    private static Target unmeasured(String text, Section section, String peer) {
        boolean hub = section.servers().contains(Markdown.HUB);
        return new Target(text, Optional.empty(), "no figure of " + (hub ? peer : Markdown.HUB));
    }
}
