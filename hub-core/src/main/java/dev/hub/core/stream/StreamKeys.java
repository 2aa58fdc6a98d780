package dev.hub.core.stream;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Namespace;
import dev.hub.core.valkey.Keyspace;
import java.util.List;

/** What belongs to a stream in Valkey, by name. */
public record StreamKeys(Keyspace keys) {
    /** The pub/sub channel. */
    public String pubSub(StreamName stream) {
        return switch (stream) {
            case StreamName.OfChannel of -> pubSub(of.channel(), of.namespace());
            case StreamName.Feed feed -> keys.feed(feed.namespace().name());
        };
    }

    private String pubSub(ChannelName channel, Namespace namespace) {
        return namespace.delivery().wildcards() ? keys.channel(channel, namespace.name()) : keys.channel(channel);
    }

    /** The keys of metadata and entries. */
    List<String> pair(StreamName stream) {
        String base = pubSub(stream);
        return List.of(keys.meta(base), keys.stream(base));
    }

    /** The key of the result of a publication with an idempotency key. */
    String result(StreamName stream, String idempotencyKey) {
        return keys.idempotency(pubSub(stream), idempotencyKey);
    }
}
