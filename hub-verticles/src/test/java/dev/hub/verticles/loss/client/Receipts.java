package dev.hub.verticles.loss.client;

import dev.hub.verticles.loss.judge.ChannelLedger;
import dev.hub.verticles.loss.judge.Figures.Count;
import dev.hub.verticles.loss.judge.Message;
import dev.hub.verticles.loss.judge.Position;
import dev.hub.verticles.loss.judge.Track;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tracks of one reader, written from what the protocol says. */
final class Receipts {
    private final String reader;
    private final Bench bench;
    private final Map<String, Track> tracks = new LinkedHashMap<>();
    private long presentSince;

    Receipts(String reader, List<String> channels, Bench bench) {
        this.reader = reader;
        this.bench = bench;
        for (String channel : channels) {
            tracks.put(channel, new Track(reader, bench.ledger().of(channel)));
        }
    }

    /** The reader wants to be connected from now on: what is acknowledged is due. */
    void present() {
        presentSince = bench.now();
    }

    Track of(String channel) {
        Track track = tracks.get(channel);
        if (track == null) {
            throw new IllegalArgumentException(reader + " has no channel " + channel);
        }
        return track;
    }

    Map<String, Track> tracks() {
        return Collections.unmodifiableMap(tracks);
    }

    /** The result of a subscription. */
    void subscribed(String channel, JsonObject result) {
        positioned(channel, result);
        for (Object publication : result.getJsonArray("publications", new JsonArray())) {
            published(channel, (JsonObject) publication, true);
        }
    }

    /** The position of a result, without its publications. */
    void positioned(String channel, JsonObject result) {
        Track track = of(channel);
        if (!result.getBoolean("positioned", false)
                || result.getString("epoch", "").isEmpty()) {
            bench.refused(reader, "the subscription to " + channel + " has no position: " + result);
            return;
        }
        Position at = new Position(result.getString("epoch"), result.getLong("offset", 0L));
        if (track.last() == null) {
            track.joined(at);
        } else {
            track.resumed(at, result.getBoolean("recovered", false));
        }
    }

    /** A publication, live or from the answer to a subscription. */
    void published(String channel, JsonObject publication, boolean recovered) {
        Track track = of(channel);
        if (track.last() == null) {
            bench.refused(reader, "a publication in " + channel + " came before the subscription: " + publication);
            return;
        }
        JsonObject data = publication.getJsonObject("data");
        Message message = new Message(data.getString("writer"), data.getInteger("n"));
        bench.figures().add(Count.DELIVERED);
        if (recovered) {
            bench.figures().add(Count.RECOVERED);
        }
        ChannelLedger.Entry entry =
                track.received(message, publication.getLong("offset", 0L), publication.getString("epoch"));
        if (entry != null && entry.position() != null) {
            long due = Math.max(entry.acknowledgedNanos(), presentSince);
            bench.delays().delivered(due, bench.now(), reader + " with " + message + " of " + channel);
        }
    }

    /** The connection was given up for insufficient state. */
    void interrupted(String by) {
        tracks.values().forEach(track -> track.interrupted(by));
    }
}
