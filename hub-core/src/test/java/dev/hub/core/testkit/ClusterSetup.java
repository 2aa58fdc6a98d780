package dev.hub.core.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** A cluster of three primaries and three replicas on loopback ports, each with a third of the slots. */
public final class ClusterSetup implements AutoCloseable {
    /** How many slots a cluster has. */
    public static final int SLOTS = 16_384;

    private static final int PRIMARIES = 3;

    private final List<ServerProcess> nodes = new ArrayList<>();

    private ClusterSetup() {}

    /** Starts all, with a node timeout of 500 ms, and waits until every node sees a whole cluster; takes about 2 s. */
    public static ClusterSetup start(Engine engine) {
        return start(ServerSpec.of(engine), Duration.ofMillis(500));
    }

    /** Starts all as specified; a node that is silent for the timeout is taken for dead. */
    public static ClusterSetup start(ServerSpec spec, Duration nodeTimeout) {
        ClusterSetup setup = new ClusterSetup();
        try {
            setup.form(spec.set("cluster-enabled yes")
                    .set("cluster-config-file nodes.conf")
                    .set("cluster-node-timeout " + nodeTimeout.toMillis())
                    .set("cluster-replica-validity-factor 0")
                    .set("cluster-migration-barrier 10"));
            return setup;
        } catch (RuntimeException | Error e) {
            setup.close();
            throw e;
        }
    }

    private void form(ServerSpec spec) {
        nodes.addAll(ServerProcess.start(2 * PRIMARIES, spec, ServerProcess.Role.SERVER));
        for (int i = 0; i < PRIMARIES; i++) {
            nodes.get(i).ask("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
            nodes.get(i).ask(addSlots(SLOTS * i / PRIMARIES, SLOTS * (i + 1) / PRIMARIES));
        }
        meet();
        for (int i = 0; i < PRIMARIES; i++) {
            nodes.get(PRIMARIES + i).ask("CLUSTER", "REPLICATE", idOf(nodes.get(i)));
        }
        awaitHealthy();
    }

    /** Every pair meets, so that nobody waits for gossip. */
    private void meet() {
        for (ServerProcess node : nodes) {
            for (ServerProcess other : nodes) {
                if (node.port() < other.port()) {
                    node.ask("CLUSTER", "MEET", "127.0.0.1", Integer.toString(other.port()));
                }
            }
        }
        patiently("all nodes have met")
                .until(() -> nodes.stream().allMatch(node -> {
                    List<String> lines = node.ask("CLUSTER", "NODES").lines().toList();
                    return lines.size() == nodes.size() && lines.stream().noneMatch(line -> line.contains("handshake"));
                }));
    }

    private static String[] addSlots(int from, int to) {
        List<String> words = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
        IntStream.range(from, to).mapToObj(Integer::toString).forEach(words::add);
        return words.toArray(String[]::new);
    }

    /** The id of a node in the cluster. */
    public String idOf(ServerProcess node) {
        return node.ask("CLUSTER", "MYID");
    }

    /** All six, whatever they are now. */
    public List<ServerProcess> nodes() {
        return List.copyOf(nodes);
    }

    /** The addresses of all six, {@code host:port}. */
    public List<String> addresses() {
        return nodes.stream().map(ServerProcess::address).toList();
    }

    /** {@code redis+cluster://h:p,...} with all six, without credentials. */
    public String url() {
        return "redis+cluster://" + String.join(",", addresses());
    }

    /** The running node that a majority of the running nodes holds for the owner of a slot; waits for a majority. */
    public ServerProcess primaryOf(int slot) {
        return patiently("a majority knows the owner of slot " + slot)
                .until(() -> ownerOf(slot), Optional::isPresent)
                .orElseThrow();
    }

    /** The running nodes that replicate the owner of a slot. */
    public List<ServerProcess> replicasOf(int slot) {
        String primary = idOf(primaryOf(slot));
        return running().stream()
                .filter(node -> myself(node).contains("slave") && myself(node).contains(primary))
                .toList();
    }

    /** The slot of a key, by a node's own computation. */
    public int slotOf(String key) {
        return Integer.parseInt(running().getFirst().ask("CLUSTER", "KEYSLOT", key));
    }

    private static String myself(ServerProcess node) {
        return node.ask("CLUSTER", "NODES")
                .lines()
                .filter(line -> line.contains("myself"))
                .findFirst()
                .orElse("");
    }

    private List<ServerProcess> running() {
        return nodes.stream().filter(ServerProcess::isAlive).toList();
    }

    private Optional<ServerProcess> ownerOf(int slot) {
        List<ServerProcess> running = running();
        return running.stream()
                .map(node -> ownerInTheEyesOf(node, slot))
                .flatMap(Optional::stream)
                .collect(Collectors.groupingBy(port -> port, Collectors.counting()))
                .entrySet()
                .stream()
                .filter(entry -> entry.getValue() * 2 > running.size())
                .flatMap(entry -> running.stream().filter(node -> node.port() == entry.getKey()))
                .findFirst();
    }

    private static Optional<Integer> ownerInTheEyesOf(ServerProcess node, int slot) {
        return slotRanges(node).stream()
                .filter(range -> (Long) range.get(0) <= slot && slot <= (Long) range.get(1))
                .map(range -> ((Long) ((List<?>) range.get(2)).get(1)).intValue())
                .findFirst();
    }

    /** CLUSTER SLOTS: each range is first slot, last slot, then a list (host, port, ...) for the owner and each replica. */
    private static List<List<?>> slotRanges(ServerProcess node) {
        try (Resp resp = node.client()) {
            List<List<?>> ranges = new ArrayList<>();
            resp.list("CLUSTER", "SLOTS").forEach(range -> {
                if (range instanceof List<?> parts) {
                    ranges.add(parts);
                }
            });
            return ranges;
        }
    }

    /** Kills the owner of a slot by SIGKILL; returns it, so that it can be restarted. Does not wait for the failover. */
    public ServerProcess kill9Primary(int slot) {
        ServerProcess primary = primaryOf(slot);
        primary.kill9();
        return primary;
    }

    /** Lets a replica of the slot's owner take over without a fault, and waits for it; returns the new owner. */
    public ServerProcess softFailover(int slot) {
        ServerProcess old = primaryOf(slot);
        ServerProcess replica = replicasOf(slot).getFirst();
        patiently("the replica may take over")
                .until(() -> replica.ask("CLUSTER", "FAILOVER").equals("OK"));
        return awaitPrimaryOtherThan(slot, old);
    }

    /** Waits until a majority holds another node for the owner of a slot; returns it. */
    public ServerProcess awaitPrimaryOtherThan(int slot, ServerProcess old) {
        return patiently("slot " + slot + " has an owner other than " + old)
                .until(() -> ownerOf(slot), owner -> owner.isPresent() && owner.get() != old)
                .orElseThrow();
    }

    /**
     * Moves a slot with all its keys to another primary, as resharding does, while clients go on; returns when every node knows.
     * Where one of the two fails over meanwhile, whoever took its place goes on.
     */
    public void moveSlot(int slot, ServerProcess from, ServerProcess to) {
        patiently("slot " + slot + " moves from " + from + " to " + to)
                .atMost(Duration.ofSeconds(90))
                .until(() -> {
                    SlotMove move = beginMove(slot, primaryOf(slot), heirOf(to, slot));
                    move.migrateKeys();
                    move.finish();
                    return true;
                });
    }

    /** The node, or the primary that has some of the slot's keys in its place. */
    private ServerProcess heirOf(ServerProcess node, int slot) {
        ServerProcess owner = primaryOf(slot);
        return primaries().stream()
                .filter(each -> each != owner)
                .filter(each -> !each.ask("CLUSTER", "COUNTKEYSINSLOT", Integer.toString(slot))
                        .equals("0"))
                .findFirst()
                .or(() -> primaries().stream()
                        .filter(each -> each == node && each != owner)
                        .findFirst())
                .or(() -> primaries().stream().filter(each -> each != owner).findFirst())
                .orElseThrow();
    }

    private List<ServerProcess> primaries() {
        return running().stream()
                .filter(node -> node.ask("ROLE").contains("master"))
                .toList();
    }

    /** The first half of a move: the slot migrates, absent keys are answered with ASK, until {@link SlotMove#finish}. */
    public SlotMove beginMove(int slot, ServerProcess from, ServerProcess to) {
        return SlotMove.begin(this, slot, from, to);
    }

    /** Waits until every running node sees all slots served and the replicas are in sync. */
    public void awaitHealthy() {
        patiently("every node sees a whole cluster")
                .until(() -> running().stream().allMatch(node -> seesAll(node) && isInSync(node)));
    }

    private boolean seesAll(ServerProcess node) {
        int served = slotRanges(node).stream()
                .mapToInt(range -> (int) ((Long) range.get(1) - (Long) range.get(0) + 1))
                .sum();
        int listed = slotRanges(node).stream()
                .flatMap(range -> range.stream().skip(2))
                .map(owner -> ((List<?>) owner).get(1))
                .collect(Collectors.toSet())
                .size();
        return node.ask("CLUSTER", "INFO").contains("cluster_state:ok")
                && served == SLOTS
                && listed == running().size();
    }

    private static boolean isInSync(ServerProcess node) {
        String replication = node.ask("INFO", "replication");
        return replication.contains("role:master") || replication.contains("master_link_status:up");
    }

    static ConditionFactory patiently(String what) {
        return Awaitility.await(what)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .atMost(Duration.ofSeconds(30));
    }

    @Override
    public void close() {
        nodes.forEach(ServerProcess::close);
    }
}
