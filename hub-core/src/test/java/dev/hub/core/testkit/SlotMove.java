package dev.hub.core.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** A slot on its way from one primary to another. Until {@link #finish} the old owner answers ASK for keys that have left. */
public final class SlotMove {
    private final ClusterSetup cluster;
    private final int slot;
    private final ServerProcess from;
    private final ServerProcess to;
    private final String target;

    private SlotMove(ClusterSetup cluster, int slot, ServerProcess from, ServerProcess to) {
        this.cluster = cluster;
        this.slot = slot;
        this.from = from;
        this.to = to;
        this.target = cluster.idOf(to);
    }

    static SlotMove begin(ClusterSetup cluster, int slot, ServerProcess from, ServerProcess to) {
        SlotMove move = new SlotMove(cluster, slot, from, to);
        to.ask("CLUSTER", "SETSLOT", Integer.toString(slot), "IMPORTING", cluster.idOf(from));
        from.ask("CLUSTER", "SETSLOT", Integer.toString(slot), "MIGRATING", move.target);
        return move;
    }

    /** Moves the keys that the old owner still has; returns how many. */
    public int migrateKeys() {
        int moved = 0;
        try (Resp source = from.client()) {
            List<?> keys = keys(source);
            while (!keys.isEmpty()) {
                migrate(source, keys);
                moved += keys.size();
                keys = keys(source);
            }
        }
        return moved;
    }

    /** Moves so many of the keys that the old owner still has, if it has so many. */
    public void migrateSome(int count) {
        try (Resp source = from.client()) {
            List<?> keys = keys(source, count);
            if (!keys.isEmpty()) {
                migrate(source, keys);
            }
        }
    }

    /** The new owner may not see a whole cluster for a moment; what it did not take stays with the old one. */
    private void migrate(Resp source, List<?> keys) {
        Awaitility.await("keys of slot " + slot + " move to " + to)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsMatching(
                        refusal -> String.valueOf(refusal.getMessage()).contains("CLUSTERDOWN"))
                .until(() -> source.call(migrate(keys)) != null);
    }

    private List<?> keys(Resp source) {
        return keys(source, 100);
    }

    private List<?> keys(Resp source, int most) {
        return source.list("CLUSTER", "GETKEYSINSLOT", Integer.toString(slot), Integer.toString(most));
    }

    private String[] migrate(List<?> keys) {
        List<String> words =
                new ArrayList<>(List.of("MIGRATE", to.host(), Integer.toString(to.port()), "", "0", "5000"));
        String password = to.password();
        if (password != null) {
            words.addAll(List.of("AUTH", password));
        }
        words.add("KEYS");
        keys.forEach(key -> words.add(String.valueOf(key)));
        return words.toArray(String[]::new);
    }

    /** Gives the slot to its new owner and tells every running primary. Keys that were not migrated would be lost. */
    public void finish() {
        assign(to);
        assign(from);
        cluster.nodes().stream()
                .filter(node -> node != to && node != from && node.isAlive())
                .filter(node -> node.ask("ROLE").contains("master"))
                .forEach(this::assign);
        ClusterSetup.patiently("slot " + slot + " belongs to " + to).until(() -> cluster.primaryOf(slot) == to);
    }

    private void assign(ServerProcess node) {
        node.ask("CLUSTER", "SETSLOT", Integer.toString(slot), "NODE", target);
    }
}
