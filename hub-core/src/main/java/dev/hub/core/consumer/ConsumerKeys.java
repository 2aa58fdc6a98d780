package dev.hub.core.consumer;

import dev.hub.core.stream.StreamKeys;
import dev.hub.core.stream.StreamName;
import dev.hub.core.valkey.Keyspace;
import java.util.List;

/** What belongs to a consumer in Valkey, by name. */
record ConsumerKeys(Keyspace keys) {
    /** As the scripts take them. */
    List<String> all(ConsumerPlace place) {
        String base = base(place.stream());
        String id = place.id();
        return List.of(
                keys.meta(base),
                keys.stream(base),
                keys.consumers(base),
                keys.consumer(base, id),
                keys.due(base, id),
                keys.open(base, id),
                keys.again(base, id),
                keys.dead(base, id));
    }

    String base(StreamName stream) {
        return new StreamKeys(keys).pubSub(stream);
    }

    String consumers(StreamName stream) {
        return keys.consumers(base(stream));
    }

    String dead(ConsumerPlace place) {
        return keys.dead(base(place.stream()), place.id());
    }

    String wake(StreamName stream) {
        return keys.wake(base(stream));
    }
}
