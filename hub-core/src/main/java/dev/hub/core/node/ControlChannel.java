package dev.hub.core.node;

import dev.hub.core.bus.InstanceControl;
import dev.hub.core.bus.InstanceQuestion;
import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.Valkey;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The Valkey channels on which instances talk: one that all hear, and one of each instance's own. At most once: who is cut
 * off misses it; who needs to know whether it arrived asks for an answer.
 */
public final class ControlChannel {
    private final Valkey valkey;
    private final Keyspace keyspace;

    /** The channels of all hubs that share {@code keyspace}. */
    public ControlChannel(Valkey valkey, Keyspace keyspace) {
        this.valkey = valkey;
        this.keyspace = keyspace;
    }

    /** What every instance is to subscribe to. */
    public String key() {
        return keyspace.control();
    }

    /** What the instance {@code uid} alone is to subscribe to. */
    public String inbox(String uid) {
        return keyspace.node(uid);
    }

    /** Tells every instance, the sender among them; done when Valkey has taken it. */
    public Future<Void> tell(InstanceControl control) {
        return tell(control, null);
    }

    /** The same; each answers to {@code call}. */
    public Future<Void> tell(InstanceControl control, @Nullable CallId call) {
        return send(key(), new NodeMessage.Order(control, call));
    }

    /** Asks the instance {@code uid}, which answers to {@code call}. */
    public Future<Void> ask(String uid, InstanceQuestion question, CallId call) {
        return send(inbox(uid), new NodeMessage.Question(question, call));
    }

    /** Answers whoever waits for it. */
    public Future<Void> answer(NodeMessage.Answer answer) {
        return send(inbox(answer.call().from()), answer);
    }

    private Future<Void> send(String channel, NodeMessage message) {
        return valkey.publish(channel, NodeMessageJson.encode(message).encode().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * What a message says.
     *
     * @throws IllegalArgumentException when it cannot be read, as from a newer version
     */
    public static NodeMessage read(Buffer message) {
        try {
            return NodeMessageJson.decode(new JsonObject(message));
        } catch (DecodeException | ClassCastException | IndexOutOfBoundsException | NullPointerException malformed) {
            throw new IllegalArgumentException("malformed control message", malformed);
        }
    }
}
