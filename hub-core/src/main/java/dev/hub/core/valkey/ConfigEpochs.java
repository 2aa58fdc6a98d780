package dev.hub.core.valkey;

import java.util.HashMap;
import java.util.Map;

/**
 * The configuration epochs of the nodes of a cluster, by node id: the seventh word of each line of CLUSTER NODES.
 */
final class ConfigEpochs {

    private static final int ID = 0;
    private static final int EPOCH = 6;

    private final Map<String, Long> byId;

    private ConfigEpochs(Map<String, Long> byId) {
        this.byId = byId;
    }

    static ConfigEpochs parse(String nodes) {
        Map<String, Long> byId = new HashMap<>();
        nodes.lines()
                .map(line -> line.split(" ", -1))
                .filter(words -> words.length > EPOCH)
                .forEach(words -> {
                    String id = words[ID].startsWith("txt:") ? words[ID].substring("txt:".length()) : words[ID];
                    byId.put(id, Long.valueOf(words[EPOCH]));
                });
        return new ConfigEpochs(byId);
    }

    /** Epoch of a node, 0 when it is not listed. */
    long of(String id) {
        return byId.getOrDefault(id, 0L);
    }
}
