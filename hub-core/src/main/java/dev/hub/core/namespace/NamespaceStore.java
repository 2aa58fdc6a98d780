package dev.hub.core.namespace;

import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.Script;
import dev.hub.core.valkey.Valkey;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The namespaces in Valkey. */
public final class NamespaceStore {
    /** Most namespaces that can be set by the API. */
    public static final int MAX = 1000;

    private static final Script CHANGE = Script.resource("namespace_change");

    /** No name of a namespace: those have two characters or more. */
    private static final String VERSION = "v";

    private final Valkey valkey;
    private final String key;

    /** Those of all hubs that share {@code keyspace}. */
    public NamespaceStore(Valkey valkey, Keyspace keyspace) {
        this.valkey = valkey;
        this.key = keyspace.namespaces();
    }

    /** What a change came to. */
    public enum Change {
        /** It is done. */
        DONE,
        /** Somebody else changed something after the version that it was based on. */
        CONFLICT,
        /** There are {@link #MAX} already. */
        FULL,
        /** What was to go was not there. */
        ABSENT
    }

    /** What a change came to, and what holds after it. */
    public record Outcome(Change change, StoredNamespaces namespaces) {}

    /** The version alone. */
    public Future<String> version() {
        return valkey.send(key, Request.cmd(Command.HGET).arg(key).arg(VERSION))
                .map(version -> version == null ? StoredNamespaces.NONE : version.toString());
    }

    /** All of them. */
    public Future<StoredNamespaces> read() {
        return valkey.run(CHANGE, List.of(key), List.of("", "", "", MAX))
                .map(reply -> decode(reply).namespaces());
    }

    /** Sets one, when {@code version} still holds. */
    public Future<Outcome> put(String name, String options, String version) {
        return change(name, options, version);
    }

    /** Takes one away, when {@code version} still holds. */
    public Future<Outcome> remove(String name, String version) {
        return change(name, "", version);
    }

    private Future<Outcome> change(String name, String options, String version) {
        return valkey.run(CHANGE, List.of(key), List.of(name, options, version, MAX))
                .map(NamespaceStore::decode);
    }

    private static Outcome decode(Response reply) {
        Map<String, String> fields = new HashMap<>();
        for (int i = 1; i < reply.size(); i += 2) {
            fields.put(reply.get(i).toString(), reply.get(i + 1).toString());
        }
        String version = fields.getOrDefault(VERSION, StoredNamespaces.NONE);
        fields.remove(VERSION);
        return new Outcome(Change.valueOf(reply.get(0).toString()), new StoredNamespaces(version, fields));
    }
}
