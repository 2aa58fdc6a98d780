package dev.hub.core.bus;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.job.report.JobLoad;
import dev.hub.core.ratelimit.LimitReport;
import java.util.List;

/** What instances are asked about what they hold, and what they did. */
public sealed interface InstanceQuestion {
    /** Most entries of one answer. */
    int MAX_LIMIT = 1000;

    /** Of connections. Each WebSocketVerticle answers for itself; answers are ordered, and joined by whoever asks several. */
    sealed interface Listing extends InstanceQuestion {}

    /** Tell connections, ordered by their id. Answered with {@link Connections}. */
    record ListConnections(ConnectionFilter filter, String after, int limit) implements Listing {
        /** Checks the bounds. */
        public ListConnections {
            checkLimit(limit);
        }
    }

    /**
     * Tell channels with a subscriber, ordered by their name. Answered with {@link Channels}.
     *
     * @param pattern {@code *} in it stands for any text; empty for all
     * @param after the name before the first that is wanted; empty for the beginning
     */
    record ListChannels(String pattern, String after, int limit) implements Listing {
        /** Checks the bounds. */
        public ListChannels {
            checkLimit(limit);
            if (pattern.length() > ChannelName.MAX_LENGTH || after.length() > ChannelName.MAX_LENGTH) {
                throw new IllegalArgumentException(
                        "pattern must have at most " + ChannelName.MAX_LENGTH + " characters");
            }
        }
    }

    /**
     * Tell what rate limits did. Answered with {@link Limits}.
     *
     * @param rule the only one that is asked for; empty for all
     */
    record ReportLimits(String rule) implements InstanceQuestion {}

    /**
     * Tell what was measured of jobs. Answered with {@link Jobs}.
     *
     * @param queue the only one that is asked for; empty for all
     */
    record ReportJobs(String queue) implements InstanceQuestion {}

    /** What an instance answers. */
    sealed interface Answer {
        /** Connections in order. */
        record Connections(List<ConnectionInfo> connections) implements Answer {
            /** Copies {@code connections}. */
            public Connections {
                connections = List.copyOf(connections);
            }
        }

        /** Channels in order. */
        record Channels(List<ChannelLoad> channels) implements Answer {
            /** Copies {@code channels}. */
            public Channels {
                channels = List.copyOf(channels);
            }
        }

        /** What rate limits did. */
        record Limits(LimitReport report) implements Answer {}

        /** What was measured of jobs. */
        record Jobs(JobLoad load) implements Answer {}
    }

    /** A channel and how many connections are subscribed to it. */
    record ChannelLoad(String channel, int clients) {}

    private static void checkLimit(int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit must be 1 to " + MAX_LIMIT + ", got " + limit);
        }
    }
}
