package dev.hub.core.valkey;

import org.jspecify.annotations.Nullable;

/**
 * Which servers to use and as whom. Made from a URL by {@link ValkeyUrl#parse}.
 *
 * @param deployment addresses and arrangement
 * @param credentials identity towards the data nodes
 * @param database number of the logical database, 0 by default; a cluster has only 0
 * @param tls null talks plain; the same holds for sentinels
 */
public record ValkeyOptions(
        Deployment deployment,
        Credentials credentials,
        int database,
        @Nullable Tls tls) {

    /** Checks the database number. */
    public ValkeyOptions {
        if (database < 0) {
            throw new IllegalArgumentException("the Valkey database must be 0 or more, got " + database);
        }
        if (database > 0 && deployment instanceof Deployment.Cluster) {
            throw new IllegalArgumentException("a Valkey cluster has only database 0, got " + database);
        }
    }

    /** Whether keys are spread over slots. */
    public boolean isCluster() {
        return deployment instanceof Deployment.Cluster;
    }

    /** The same with other credentials for the data nodes. */
    public ValkeyOptions withCredentials(Credentials other) {
        return new ValkeyOptions(deployment, other, database, tls);
    }

    /** The same with these TLS settings. */
    public ValkeyOptions withTls(Tls other) {
        return new ValkeyOptions(deployment, credentials, database, other);
    }

    /** The same with other credentials for the sentinels; refused when there are none. */
    public ValkeyOptions withSentinelCredentials(Credentials other) {
        if (!(deployment instanceof Deployment.Sentinel sentinel)) {
            throw new IllegalArgumentException("sentinel credentials need a …sentinel:// URL");
        }
        var changed = new Deployment.Sentinel(sentinel.sentinels(), sentinel.primaryName(), other);
        return new ValkeyOptions(changed, credentials, database, tls);
    }
}
