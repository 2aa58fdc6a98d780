package dev.hub.core.bus;

import java.util.Map;

/**
 * How something is published.
 *
 * @param tags words about it that are not part of its data; may be empty
 * @param idempotencyKey publications to a channel with the same key are one publication, for the namespace's
 *     {@code idempotency-ttl}; empty for none. At most {@value #MAX_KEY} characters
 * @param version a publication with a version not above the channel's last is dropped; 0 for none
 * @param versionEpoch versions are compared within the same one only; empty is one as well. At most {@value #MAX_KEY}
 *     characters
 * @param skipHistory it is not kept in the history and gets no offset
 * @param delta it may go out as a delta where the namespace does not say so for all
 * @param durable it is acknowledged once a replica has it; also when the namespace says so
 */
public record PublishOptions(
        Map<String, String> tags,
        String idempotencyKey,
        long version,
        String versionEpoch,
        boolean skipHistory,
        boolean delta,
        boolean durable) {
    /** Longest idempotency key and version epoch. */
    public static final int MAX_KEY = 256;

    /** Nothing special. */
    public static final PublishOptions NONE = new PublishOptions(Map.of(), "", 0, "", false, false, false);

    /** Copies {@code tags} and checks the ranges. */
    public PublishOptions {
        tags = Map.copyOf(tags);
        requireShort("idempotency_key", idempotencyKey);
        requireShort("version_epoch", versionEpoch);
        if (version < 0) {
            throw new IllegalArgumentException("version must be 0 or more, got " + version);
        }
    }

    private static void requireShort(String name, String value) {
        if (value.length() > MAX_KEY) {
            throw new IllegalArgumentException(
                    name + " must have at most " + MAX_KEY + " characters, got " + value.length());
        }
    }

    /** With these tags and nothing else. */
    public static PublishOptions tagged(Map<String, String> tags) {
        return new PublishOptions(tags, "", 0, "", false, false, false);
    }

    /** The same, not kept in the history. */
    public PublishOptions withoutHistory() {
        return new PublishOptions(tags, idempotencyKey, version, versionEpoch, true, delta, durable);
    }

    /** The same with an idempotency key. */
    public PublishOptions withIdempotencyKey(String key) {
        return new PublishOptions(tags, key, version, versionEpoch, skipHistory, delta, durable);
    }
}
