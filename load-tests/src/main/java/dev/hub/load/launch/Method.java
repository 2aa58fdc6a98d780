package dev.hub.load.launch;

import java.util.List;

/** How the figures came about, and what they do not say. Goes into every report. */
final class Method {
    private Method() {}

    static List<String> sentences(RunOptions options) {
        return List.of(
                "Rounds are interleaved over all servers: %d rounds, each measurement %.1f s of warm-up and %.1f s measured. Tables show median [min..max]."
                        .formatted(
                                options.rounds(),
                                options.warmUp().toMillis() / 1e3,
                                options.measured().toMillis() / 1e3),
                "The hub and the Node servers are under the same load for %.0f s after their start before anything counts: while their compilers work, the figures are the compilers'."
                        .formatted(options.runIn().toMillis() / 1e3),
                "Server CPU is user and system time of the process and its children (the hub's private Valkey counts) from /proc/PID/stat.",
                "Generator and servers share this machine and its processors: absolute figures drift with whatever else runs (CPU of others), only ratios within a run count.",
                "The generator is one thread. Where its CPU is close to one core, deliveries/s is its limit and not the server's; CPU per delivery still holds.",
                "A message counts when its frame was parsed at a subscriber. In closed loops every subscriber must get every message exactly once and in order, or there is no figure.",
                "Latency is from publication (open loop: from when it was due) to parsing, of one subscriber in four, evenly spread.",
                "A hub that is started here has one event loop fewer than there are processors (at least one); the peers and the floor are single-threaded by nature.",
                "The hub's deliveries are larger: its protocol adds channel, offset and publisher to the same payload, and each publication passes Valkey.",
                "ws and Socket.IO do not coalesce: ratios in bursts measure a technique, not a language. A Node server that joined frames before writing would close most of the gap.",
                "One message at a time is bound by the system call; there the floor shows what is left to win.");
    }
}
