package dev.hub.verticles.channel;

import dev.hub.core.channel.CurrentNamespaces;
import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.StreamPosition;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.stream.StreamName;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The feeds of namespaces, followed as long as a pattern needs them. */
final class FollowedFeeds {
    private static final Logger LOG = LoggerFactory.getLogger(FollowedFeeds.class);

    private final StreamFollower follower;
    private final StreamNames names;
    private final CurrentNamespaces namespaces;
    private final Map<String, FollowedFeed> byNamespace = new HashMap<>();

    FollowedFeeds(StreamFollower follower, StreamNames names, CurrentNamespaces namespaces) {
        this.follower = follower;
        this.names = names;
        this.namespaces = namespaces;
    }

    /** How many are followed. */
    int size() {
        return byNamespace.size();
    }

    /** Done when the feeds that a pattern needs are followed. Fails when there are none, or one cannot be followed now. */
    Future<Void> open(ActivePattern pattern, FollowedFeed.FeedOwner owner) {
        List<Future<Void>> opened = needed(pattern).stream()
                .map(namespace -> feed(namespace, owner).opened)
                .toList();
        return opened.isEmpty()
                ? Future.failedFuture(HubException.of(ErrorCode.NOT_AVAILABLE))
                : Future.all(opened).mapEmpty();
    }

    private List<Namespace> needed(ActivePattern pattern) {
        return namespaces.get().all().stream().filter(pattern::needs).toList();
    }

    private FollowedFeed feed(Namespace namespace, FollowedFeed.FeedOwner owner) {
        FollowedFeed known = byNamespace.get(namespace.name());
        return known == null || known.isClosed ? begin(namespace, owner) : known;
    }

    private FollowedFeed begin(Namespace namespace, FollowedFeed.FeedOwner owner) {
        StreamName stream = StreamName.feed(namespace);
        FollowedFeed feed = new FollowedFeed(stream, names.key(stream), names.tail(stream), owner);
        byNamespace.put(namespace.name(), feed);
        follower.open(feed);
        return feed;
    }

    /** Follows what {@code patterns} need by the rules that hold now; what could not be followed is tried again. */
    void keep(Collection<ActivePattern> patterns, FollowedFeed.FeedOwner owner) {
        Map<String, Namespace> wanted = new HashMap<>();
        for (Namespace namespace : namespaces.get().all()) {
            if (patterns.stream().anyMatch(pattern -> pattern.needs(namespace))) {
                wanted.put(namespace.name(), namespace);
            }
        }
        for (FollowedFeed feed : List.copyOf(byNamespace.values())) {
            Namespace now = wanted.get(feed.namespace().name());
            if (now == null) {
                byNamespace.remove(feed.namespace().name());
                follower.close(feed);
            } else if (feed.isClosed || !now.equals(feed.namespace())) {
                renew(feed, now, owner);
            }
        }
        wanted.values().stream()
                .filter(namespace -> !byNamespace.containsKey(namespace.name()))
                .forEach(namespace -> begin(namespace, owner));
    }

    /** What was missed between the old and the new is not known, unless the stream is the same. */
    private void renew(FollowedFeed feed, Namespace now, FollowedFeed.FeedOwner owner) {
        StreamName stream = StreamName.feed(now);
        if (!feed.isClosed && stream.isPositioned() == (feed.tail != null)) {
            feed.stream = stream;
            return;
        }
        follower.close(feed);
        FollowedFeed anew = begin(now, owner);
        anew.opened
                .onSuccess(open -> {
                    StreamTail tail = anew.tail;
                    StreamPosition position = tail == null ? null : tail.position();
                    owner.interrupted(anew, position == null ? StreamPosition.UNKNOWN : position);
                })
                .onFailure(cause -> LOG.debug("The feed {} cannot be followed yet: {}", anew.key, cause.getMessage()));
    }
}
