package dev.hub.core.leader;

import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.Numbers;
import dev.hub.core.valkey.Script;
import dev.hub.core.valkey.Valkey;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.util.List;

/** The leadership in Valkey: a lease by the server's clock, and a term that goes up with each leader. From any thread. */
public final class LeaderStore {
    private static final Script TAKE = Script.resource("leader_take");
    private static final Script RELEASE = Script.resource("leader_release");

    private final Valkey valkey;
    private final String key;
    private final LeaderTerms terms;

    /** The leadership of all hubs that share {@code keys}. */
    public LeaderStore(Valkey valkey, Keyspace keys, LeaderTerms terms) {
        this.valkey = valkey;
        this.key = keys.leader();
        this.terms = terms;
        valkey.preload(List.of(TAKE, RELEASE));
    }

    /**
     * Takes the leadership if it is free, or keeps it.
     *
     * @param uid of the instance that wants it
     * @param term in which it leads; 0 when it does not. One that does not trust in its own lease any more asks with 0, and
     *     leads in another term if nobody else did
     */
    public Future<Candidacy> take(String uid, long term) {
        List<Object> args =
                List.of(uid, term, terms.lease().toMillis(), terms.lockDelay().toMillis());
        return valkey.run(TAKE, List.of(key), args).map(LeaderStore::decode);
    }

    private static Candidacy decode(Response reply) {
        long term = Numbers.at(reply, 2);
        return reply.get(0).toString().equals("1")
                ? new Candidacy.Elected(term)
                : new Candidacy.Refused(new Leader(reply.get(1).toString(), term), Numbers.at(reply, 3));
    }

    /** Gives the leadership back if it is {@code uid}'s, so that another may lead at once; tells whether it was. */
    public Future<Boolean> release(String uid) {
        return valkey.run(RELEASE, List.of(key), List.of(uid))
                .map(reply -> reply.toString().equals("1"));
    }
}
