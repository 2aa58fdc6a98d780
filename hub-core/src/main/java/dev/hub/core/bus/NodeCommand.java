package dev.hub.core.bus;

import java.util.List;
import java.util.Set;

/** What concerns all instances of the hub together. */
public sealed interface NodeCommand {
    /** Do this on every instance. Answered with {@link Done} once Valkey has passed it on. */
    record Everywhere(InstanceControl control) implements NodeCommand {}

    /**
     * Do this on every living instance. Answered with {@link ConnectionControl.Affected}, the sum of all, once each of them has
     * done it. Fails, naming them, when some did not answer in time; it may be ordered again then.
     */
    record OrderAll(InstanceControl control) implements NodeCommand {}

    /**
     * Ask living instances. Answered with {@link Answers} once each of them has answered; fails, naming them, when some did not in
     * time.
     *
     * @param uids of those that are asked, as far as they live; empty for all
     */
    record Ask(InstanceQuestion question, Set<String> uids) implements NodeCommand {
        /** Copies {@code uids}. */
        public Ask {
            uids = Set.copyOf(uids);
        }
    }

    /** What instances answered, in the order of their uids. */
    record Answers(List<NodeAnswer> answers) {
        /** Copies {@code answers}. */
        public Answers {
            answers = List.copyOf(answers);
        }
    }

    /** What one instance answered. */
    record NodeAnswer(NodeInfo node, InstanceQuestion.Answer answer) {}

    /** Tell which instances are alive. Answered with {@link Nodes}. */
    record ListNodes() implements NodeCommand {}

    /** Tell whether this instance can serve. Answered with {@link HealthReport}. */
    record CheckHealth() implements NodeCommand {}

    /** What each part of this instance last said of itself; up when all are. */
    record HealthReport(List<Health> checks) {
        /** Copies {@code checks}. */
        public HealthReport {
            checks = List.copyOf(checks);
        }

        /** Every part can do its work. */
        public boolean isUp() {
            return checks.stream().allMatch(Health::isUp);
        }
    }

    /** Done. */
    record Done() {}

    /** The living instances, this one among them. */
    record Nodes(List<NodeInfo> nodes) {
        /** Copies {@code nodes}. */
        public Nodes {
            nodes = List.copyOf(nodes);
        }
    }

    /**
     * One instance.
     *
     * @param uid made at its start
     * @param name as configured; the host's name and port by default
     * @param incarnation goes up when it was thought dead and is there again; 0 when not known
     * @param load what it carries
     * @param uptimeSeconds since its start
     */
    record NodeInfo(String uid, String name, String version, long incarnation, NodeLoad load, long uptimeSeconds) {
        /** An instance of which little is known. */
        public NodeInfo(String uid, String name, String version, int clients, int channels, long uptimeSeconds) {
            this(uid, name, version, 0, NodeLoad.of(clients, channels), uptimeSeconds);
        }

        /** Authenticated connections that it holds. */
        public int clients() {
            return load.clients();
        }

        /** Channels with at least one subscriber on it. */
        public int channels() {
            return load.channels();
        }

        /** The same in another incarnation. */
        public NodeInfo withIncarnation(long other) {
            return new NodeInfo(uid, name, version, other, load, uptimeSeconds);
        }
    }

    /**
     * What an instance carries.
     *
     * @param clients authenticated connections
     * @param users different users among them, as far as presence of users is on
     * @param channels channels with a subscriber
     * @param subscriptions of clients to channels
     * @param received messages from clients in a second
     * @param sent messages to clients in a second
     * @param cpu share of the machine's cores, in percent
     * @param heapBytes memory in use
     */
    record NodeLoad(
            int clients,
            int users,
            int channels,
            int subscriptions,
            long received,
            long sent,
            int cpu,
            long heapBytes) {
        /** Nothing else is known. */
        public static NodeLoad of(int clients, int channels) {
            return new NodeLoad(clients, 0, channels, 0, 0, 0, 0, 0);
        }
    }
}
