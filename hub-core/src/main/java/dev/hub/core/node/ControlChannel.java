package dev.hub.core.node;

import dev.hub.core.bus.InstanceControl;
import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.Valkey;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;

/** The Valkey channel on which every instance hears what all are to do. At most once: who is cut off misses it. */
public final class ControlChannel {
    private final Valkey valkey;
    private final String key;

    /** The channel of all hubs that share {@code keyspace}. */
    public ControlChannel(Valkey valkey, Keyspace keyspace) {
        this.valkey = valkey;
        this.key = keyspace.control();
    }

    /** What to subscribe to. */
    public String key() {
        return key;
    }

    /** Tells every instance, the sender among them; done when Valkey has taken it. */
    public Future<Void> tell(InstanceControl control) {
        byte[] message = NodeJson.encode(control).encode().getBytes(StandardCharsets.UTF_8);
        return valkey.publish(key, message);
    }

    /**
     * What a message says.
     *
     * @throws IllegalArgumentException when it cannot be read, as from a newer version
     */
    public static InstanceControl read(Buffer message) {
        try {
            return NodeJson.decodeControl(new JsonObject(message));
        } catch (DecodeException | ClassCastException malformed) {
            throw new IllegalArgumentException("malformed control message", malformed);
        }
    }
}
