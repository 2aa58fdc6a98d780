package dev.hub.core.valkey;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.Optional;

/**
 * What a link has learned of its server.
 *
 * @param runId of the server process
 * @param replicationId of the data's history: changes with each promotion
 * @param mode how it lets publish
 */
record ServerFacts(String runId, String replicationId, PubSubMode mode) {
    private static final int SHORTENED = 8;

    /** Before anything was learned. */
    static final ServerFacts UNKNOWN = new ServerFacts("", "", PubSubMode.CLASSIC);

    /** The fact as a script's argument. */
    String text(LinkFact fact) {
        return switch (fact) {
            case INCARNATION -> shortened(runId) + shortened(replicationId);
            case PUBLISH_COMMAND -> mode.commandName();
        };
    }

    private static String shortened(String id) {
        return id.substring(0, Math.min(SHORTENED, id.length()));
    }

    ServerFacts withReplicationId(String other) {
        return other.equals(replicationId) ? this : new ServerFacts(runId, other, mode);
    }

    /** Asks the server. */
    static Future<ServerFacts> learn(Wire wire, boolean cluster) {
        Future<String> server = info(wire, "server");
        Future<String> replication = info(wire, "replication");
        Future<Boolean> sharded = cluster ? Checks.hasShardedPubSub(wire) : Future.succeededFuture(false);
        return Future.all(server, replication, sharded)
                .map(all -> new ServerFacts(
                        field(server.result(), "run_id"),
                        field(replication.result(), "master_replid"),
                        sharded.result() ? PubSubMode.SHARDED : PubSubMode.CLASSIC));
    }

    /** A section of INFO. */
    static Future<String> info(Wire wire, String section) {
        return wire.ask(Request.cmd(Command.INFO).arg(section)).map(Object::toString);
    }

    /** A field in a section of INFO. */
    static String field(String info, String field) {
        Optional<String> line =
                info.lines().filter(each -> each.startsWith(field + ":")).findFirst();
        return line.map(found -> found.substring(field.length() + 1).strip())
                .orElseThrow(() -> new ValkeyReplyException("ERR the server's INFO lacks " + field));
    }
}
