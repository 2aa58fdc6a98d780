package dev.hub.core.valkey;

import java.util.List;

/** How the servers are arranged. */
public sealed interface Deployment {

    /**
     * One primary; of several addresses the first that is a primary is used.
     *
     * @param endpoints at least one
     */
    record Standalone(List<Endpoint> endpoints) implements Deployment {

        /** Checks that there is an address. */
        public Standalone {
            endpoints = List.copyOf(endpoints);
            requireSome(endpoints, "a Valkey server");
        }
    }

    /**
     * A primary with replicas, watched by sentinels.
     *
     * @param sentinels at least one; all of them are asked
     * @param primaryName name of the primary in the sentinels' configuration
     * @param credentials the hub's identity towards the sentinels (not towards the primary)
     */
    record Sentinel(List<Endpoint> sentinels, String primaryName, Credentials credentials) implements Deployment {

        /** Checks that there is a sentinel and a name. */
        public Sentinel {
            sentinels = List.copyOf(sentinels);
            requireSome(sentinels, "a sentinel");
            if (primaryName.isBlank()) {
                throw new IllegalArgumentException(
                        "the name of the primary must not be empty: …sentinel://host:port/<name>");
            }
        }
    }

    /**
     * A cluster of primaries that share the slots.
     *
     * @param seeds at least one node; the others are learnt
     */
    record Cluster(List<Endpoint> seeds) implements Deployment {

        /** Checks that there is a node. */
        public Cluster {
            seeds = List.copyOf(seeds);
            requireSome(seeds, "a cluster node");
        }
    }

    private static void requireSome(List<Endpoint> endpoints, String what) {
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("the address of " + what + " is missing");
        }
    }
}
