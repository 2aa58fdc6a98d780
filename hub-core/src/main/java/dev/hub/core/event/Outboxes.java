package dev.hub.core.event;

import dev.hub.core.valkey.Script;
import dev.hub.core.valkey.Valkey;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;

/**
 * The outboxes in Valkey, as their readers see them. Any number may read one at a time: what somebody else has taken out
 * is not taken out twice.
 */
public final class Outboxes {
    /** Most entries that are read at a time. */
    public static final int BATCH = 100;

    private static final Script REMOVE = Script.resource("event_remove");

    private final Valkey valkey;

    /** Calls may come from any thread. */
    public Outboxes(Valkey valkey) {
        this.valkey = valkey;
        valkey.preload(List.of(REMOVE));
    }

    /** The oldest entries, as they stand there; {@value #BATCH} at most. */
    public Future<List<String>> read(String outbox) {
        Request request = Request.cmd(Command.LRANGE).arg(outbox).arg(0).arg(BATCH - 1);
        return valkey.send(outbox, request).map(reply -> {
            List<String> entries = new ArrayList<>();
            if (reply != null) {
                for (Response each : reply) {
                    entries.add(each.toString());
                }
            }
            return entries;
        });
    }

    /** Takes out what was read and is published, in that order. */
    public Future<Void> remove(String outbox, List<String> entries) {
        return valkey.run(REMOVE, List.of(outbox), entries).mapEmpty();
    }
}
