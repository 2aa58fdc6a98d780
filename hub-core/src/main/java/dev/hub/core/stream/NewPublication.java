package dev.hub.core.stream;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.Payload;

/**
 * A publication that has no place yet.
 *
 * @param json the publication as a JSON object, without offset
 * @param idempotencyKey publications to the channel with the same key are one; empty for none
 * @param version one with a version not above the channel's last is dropped; 0 for none
 * @param versionEpoch versions are compared within the same one only; empty is one as well
 * @param skipHistory it gets no place in the stream
 * @param delta it may go out as a delta where the namespace does not say so for all
 */
public record NewPublication(
        ChannelName channel,
        Namespace namespace,
        Payload json,
        String idempotencyKey,
        long version,
        String versionEpoch,
        boolean skipHistory,
        boolean delta) {
    /** Checks the version. */
    public NewPublication {
        if (version < 0) {
            throw new IllegalArgumentException("version must be 0 or more, got " + version);
        }
    }

    /** A publication with nothing special. */
    public static NewPublication of(ChannelName channel, Namespace namespace, Payload json) {
        return new NewPublication(channel, namespace, json, "", 0, "", false, false);
    }

    /** The same with an idempotency key. */
    public NewPublication withIdempotencyKey(String key) {
        return new NewPublication(channel, namespace, json, key, version, versionEpoch, skipHistory, delta);
    }

    /** The same with a version. */
    public NewPublication withVersion(long number, String epoch) {
        return new NewPublication(channel, namespace, json, idempotencyKey, number, epoch, skipHistory, delta);
    }

    boolean hasKey() {
        return !idempotencyKey.isEmpty();
    }

    boolean hasPlace() {
        return !skipHistory && namespace.history().hasHistory();
    }

    /** Private and user-limited channels are for those who were named, not for who names a pattern. */
    boolean isFed() {
        return namespace.delivery().wildcards() && !channel.isPrivate() && !channel.isUserLimited();
    }
}
