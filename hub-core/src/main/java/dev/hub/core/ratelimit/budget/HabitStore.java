package dev.hub.core.ratelimit.budget;

import dev.hub.core.ratelimit.budget.Reservation.Model;
import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.Script;
import dev.hub.core.valkey.Valkey;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;

/** What calls of language models use, in Valkey: of each model, and of each tenant's calls of it. */
public final class HabitStore {
    /** What is not called any more is forgotten after that time. */
    public static final Duration TTL = Duration.ofDays(30);

    private static final Script LEARN = Script.resource("limit_learn");
    private static final int TENANTS = 2;

    private final Valkey valkey;
    private final Keyspace keyspace;

    /** That of all hubs that share {@code keyspace}. */
    public HabitStore(Valkey valkey, Keyspace keyspace) {
        this.valkey = valkey;
        this.keyspace = keyspace;
    }

    /** What the tenant's calls of a model use; where nothing is known of them, what all calls of it do. */
    public Future<Habits> read(Model model) {
        return run(model, "", "", true);
    }

    /** Takes in what a call used, and tells what is known then. A part that is not known, or 0, is passed over. */
    public Future<Habits> learn(Model model, Usage used) {
        return run(model, sample(used.inputTokens()), sample(used.outputTokens()), false);
    }

    private static String sample(long tokens) {
        return tokens > 0 ? Long.toString(tokens) : "";
    }

    private Future<Habits> run(Model model, String input, String output, boolean isRepeatable) {
        String all = keyspace.habits(model.name());
        List<String> keys =
                model.tenant().isEmpty() ? List.of(all) : List.of(all, keyspace.habits(model.name(), model.tenant()));
        return valkey.run(LEARN, keys, List.of(input, output, TTL.toMillis()), isRepeatable)
                .map(HabitStore::habits);
    }

    private static Habits habits(Response reply) {
        Habits ofAll = new Habits(learned(reply, 0), learned(reply, 1));
        return reply.size() > TENANTS ? new Habits(learned(reply, 2), learned(reply, 3)).orElse(ofAll) : ofAll;
    }

    private static Learned learned(Response reply, int index) {
        return Learned.parse(reply.get(index).toString());
    }
}
