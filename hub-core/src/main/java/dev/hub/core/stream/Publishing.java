package dev.hub.core.stream;

import dev.hub.core.channel.HistoryRules;
import dev.hub.core.channel.StreamPosition;
import dev.hub.core.valkey.LinkFact;
import dev.hub.core.valkey.Script;
import dev.hub.core.valkey.Valkey;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Brings publications into their streams. */
final class Publishing {
    static final Script PUBLISH = Script.resource("channel_publish");

    private static final Appended WITHOUT_PLACE = new Appended(StreamPosition.UNKNOWN, Appended.Kind.PUBLISHED);

    private final Valkey valkey;
    private final StreamKeys keys;
    private final Chance chance;

    Publishing(Valkey valkey, StreamKeys keys, Chance chance) {
        this.valkey = valkey;
        this.keys = keys;
        this.chance = chance;
    }

    Future<Appended> publishDurably(NewPublication publication) {
        NewPublication keyed = publication.hasKey() ? publication : publication.withIdempotencyKey(chance.key());
        return valkey.runDurably(PUBLISH, keys(keyed), args(keyed, true), true).map(Publishing::appended);
    }

    Future<Appended> publish(NewPublication publication) {
        boolean isPlain =
                !publication.hasPlace() && !publication.hasKey() && publication.version() == 0 && !publication.isFed();
        return isPlain ? announce(publication) : append(publication);
    }

    private Future<Appended> announce(NewPublication publication) {
        byte[] message = publication.delta()
                ? new Envelope(0, 0, "", true, "", publication.json()).encode().getBytes()
                : publication.json().bytes();
        return valkey.publish(keys.pubSub(name(publication)), message).map(WITHOUT_PLACE);
    }

    private Future<Appended> append(NewPublication publication) {
        return valkey.run(PUBLISH, keys(publication), args(publication, false), publication.hasKey())
                .map(Publishing::appended);
    }

    private static StreamName name(NewPublication publication) {
        return StreamName.of(publication.channel(), publication.namespace());
    }

    /** A key that is not used is named as one that is: one that does not exist would be missed while its slot moves. */
    private List<String> keys(NewPublication publication) {
        StreamName name = name(publication);
        List<String> pair = keys.pair(name);
        boolean usesMeta = publication.hasPlace() || publication.version() > 0;
        String result = publication.hasKey() ? keys.result(name, publication.idempotencyKey()) : pair.getFirst();
        String meta = usesMeta ? pair.getFirst() : result;
        List<String> all = new ArrayList<>(List.of(meta, publication.hasPlace() ? pair.getLast() : meta, result));
        if (publication.isFed() && publication.hasPlace()) {
            all.addAll(keys.pair(StreamName.feed(publication.namespace())));
        }
        return all;
    }

    private List<Object> args(NewPublication publication, boolean waits) {
        HistoryRules rules = publication.namespace().history();
        boolean isFed = publication.isFed();
        return List.of(
                publication.json().bytes(),
                Envelope.flags(publication.delta()),
                LinkFact.PUBLISH_COMMAND,
                keys.pubSub(name(publication)),
                LinkFact.INCARNATION,
                chance.epoch(),
                chance.skip(),
                publication.hasPlace() ? rules.historySize() : 0,
                rules.historyTtl().toMillis(),
                rules.historyMetaTtl().toMillis(),
                publication.hasKey() ? rules.idempotencyTtl().toMillis() : 0,
                publication.version(),
                publication.versionEpoch(),
                waits,
                isFed ? keys.pubSub(StreamName.feed(publication.namespace())) : "",
                isFed ? StreamName.feed(publication.namespace()).size() : 0,
                isFed ? publication.channel().value() : "");
    }

    private static Appended appended(Response reply) {
        Appended.Kind kind = Appended.Kind.valueOf(reply.get(0).toString().toUpperCase(Locale.ROOT));
        return new Appended(
                new StreamPosition(
                        Long.parseLong(reply.get(1).toString()), reply.get(2).toString()),
                kind);
    }
}
