package dev.hub.core.ratelimit.store;

import dev.hub.core.ratelimit.RuleSet;
import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.Script;
import dev.hub.core.valkey.Valkey;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Rules and prices in Valkey, for all instances, and the log of their changes. */
public final class RuleStore {
    /** Most rules, and most prices, that can be set. */
    public static final int MAX = RuleSet.MAX;

    /** So many changes are remembered. */
    public static final int MAX_LOG = 1000;

    private static final Script CHANGE = Script.resource("limit_rule_change");
    private static final String VERSION = "v";

    private final Valkey valkey;
    private final List<String> keys;

    /** Those of all hubs that share {@code keyspace}. */
    public RuleStore(Valkey valkey, Keyspace keyspace) {
        this.valkey = valkey;
        this.keys = List.of(keyspace.limitRules(), keyspace.limitRuleLog());
    }

    /** What a change came to. */
    public enum Outcome {
        /** It is done. */
        DONE,
        /** It was so already. */
        SAME,
        /** What was to go was not there. */
        ABSENT,
        /** Somebody else changed something after the version that it was based on. */
        CONFLICT,
        /** There are {@link #MAX} already. */
        FULL
    }

    /**
     * What a change came to.
     *
     * @param version that holds after it
     * @param before JSON; empty when it was not there
     */
    public record Change(Outcome outcome, String version, String before) {}

    /** The version alone. */
    public Future<String> version() {
        String key = keys.getFirst();
        return valkey.send(key, Request.cmd(Command.HGET).arg(key).arg(VERSION))
                .map(version -> version == null ? StoredLimits.NONE : version.toString());
    }

    /** All of them. */
    public Future<StoredLimits> read() {
        String key = keys.getFirst();
        return valkey.send(key, Request.cmd(Command.HGETALL).arg(key))
                .map(reply -> decode(Objects.requireNonNull(reply)));
    }

    /**
     * Sets one.
     *
     * @param base version that must still hold; empty for any
     * @param who for the log
     */
    public Future<Change> put(StoredKind kind, String name, String json, Optional<String> base, String who) {
        return change(kind.field(name), json, base, who);
    }

    /** Takes one away, likewise. */
    public Future<Change> remove(StoredKind kind, String name, Optional<String> base, String who) {
        return change(kind.field(name), "", base, who);
    }

    private Future<Change> change(String field, String json, Optional<String> base, String who) {
        return valkey.run(CHANGE, keys, List.of(field, json, base.orElse(""), MAX, who, MAX_LOG))
                .map(reply -> new Change(
                        Outcome.valueOf(reply.get(0).toString()),
                        reply.get(1).toString(),
                        reply.get(2).toString()));
    }

    private static StoredLimits decode(Response reply) {
        Map<String, String> rules = new HashMap<>();
        Map<String, String> prices = new HashMap<>();
        String version = StoredLimits.NONE;
        for (String field : reply == null ? java.util.Set.<String>of() : reply.getKeys()) {
            String value = reply.get(field).toString();
            if (field.equals(VERSION)) {
                version = value;
            } else if (StoredKind.RULE.isKindOf(field)) {
                rules.put(StoredKind.RULE.nameIn(field), value);
            } else if (StoredKind.PRICE.isKindOf(field)) {
                prices.put(StoredKind.PRICE.nameIn(field), value);
            }
        }
        return new StoredLimits(version, rules, prices);
    }

    /**
     * The latest changes, latest first.
     *
     * @param before only those before the change of that id; empty for all
     */
    public Future<List<LoggedChange>> log(String before, int limit) {
        String key = keys.getLast();
        String end = before.isEmpty() ? "+" : "(" + before;
        Request request = Request.cmd(Command.XREVRANGE)
                .arg(key)
                .arg(end)
                .arg("-")
                .arg("COUNT")
                .arg(limit);
        return valkey.send(key, request).map(reply -> {
            List<LoggedChange> changes = new ArrayList<>();
            for (Response entry : reply == null ? List.<Response>of() : reply) {
                logged(entry).ifPresent(changes::add);
            }
            return changes;
        });
    }

    /** Empty for what a newer version wrote. */
    private static Optional<LoggedChange> logged(Response entry) {
        String id = entry.get(0).toString();
        Map<String, String> fields = new HashMap<>();
        Response values = entry.get(1);
        for (int i = 0; i + 1 < values.size(); i += 2) {
            fields.put(values.get(i).toString(), values.get(i + 1).toString());
        }
        String field = fields.getOrDefault("field", "");
        for (StoredKind kind : StoredKind.values()) {
            if (kind.isKindOf(field)) {
                return Optional.of(new LoggedChange(
                        id,
                        Long.parseLong(id.substring(0, id.indexOf('-'))),
                        fields.getOrDefault("who", ""),
                        kind,
                        kind.nameIn(field),
                        fields.getOrDefault("before", ""),
                        fields.getOrDefault("after", "")));
            }
        }
        return Optional.empty();
    }
}
