package dev.hub.verticles.channel;

import dev.hub.core.bus.ChannelCommand.Attach;
import dev.hub.core.bus.ChannelCommand.Attached;
import dev.hub.core.bus.ChannelCommand.Detach;
import dev.hub.core.bus.ChannelEvent;
import dev.hub.core.bus.Delivery;
import dev.hub.core.bus.HubBus;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.channel.StreamPosition;
import dev.hub.core.pattern.ChannelPattern;
import dev.hub.core.pattern.PatternTrie;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.protocol.JsonPublications;
import dev.hub.core.stream.Envelope;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The patterns that somebody on this instance receives. One walk finds all that describe a channel, however many there
 * are.
 */
final class ActivePatterns implements FollowedFeed.FeedOwner {
    private final HubBus bus;
    private final FollowedFeeds feeds;
    private final ShardReports reports;
    private final Map<ChannelName, ActivePattern> byName = new HashMap<>();
    private final PatternTrie<ActivePattern> trie = new PatternTrie<>();

    ActivePatterns(HubBus bus, FollowedFeeds feeds, ShardReports reports) {
        this.bus = bus;
        this.feeds = feeds;
        this.reports = reports;
    }

    /** Patterns that are held. */
    int size() {
        return byName.size();
    }

    /**
     * Sends the publications of all channels that match to the receiver from the moment on in which the result completes.
     * Refused with {@link ErrorCode#BAD_REQUEST} when it is no pattern, with {@link ErrorCode#NOT_AVAILABLE} when no
     * namespace with wildcards can match.
     */
    Future<Attached> attach(Attach command) {
        String fault = ChannelPattern.faultOf(command.channel().value());
        if (!fault.isEmpty()) {
            return Future.failedFuture(HubException.of(ErrorCode.BAD_REQUEST, fault));
        }
        ActivePattern pattern = byName.computeIfAbsent(command.channel(), this::add);
        pattern.attaching();
        return feeds.open(pattern, this)
                .map(open -> {
                    pattern.attached(command.receiver());
                    return new Attached(null);
                })
                .onFailure(refused -> {
                    pattern.notAttached();
                    removeIfIdle(pattern);
                });
    }

    private ActivePattern add(ChannelName name) {
        ActivePattern pattern = new ActivePattern(name);
        trie.add(pattern.pattern(), pattern);
        return pattern;
    }

    /** Ends what {@link #attach} began; harmless when it never did. */
    void detach(Detach command) {
        ActivePattern pattern = byName.get(command.channel());
        if (pattern != null) {
            pattern.detach(command.receiver());
            removeIfIdle(pattern);
        }
    }

    private void removeIfIdle(ActivePattern pattern) {
        if (pattern.isIdle() && byName.remove(pattern.name(), pattern)) {
            trie.remove(pattern.pattern(), pattern);
        }
    }

    /** Hands a publication of any channel to the receivers of all patterns that describe the channel. */
    @Override
    public void deliver(Envelope envelope) {
        if (envelope.channel().isEmpty() || trie.isEmpty()) {
            return;
        }
        reports.received();
        Payload json = JsonPublications.withChannel(envelope.publication(), envelope.channel());
        trie.collect(envelope.channel(), pattern -> {
            if (!pattern.receivers().isEmpty()) {
                send(
                        pattern,
                        new Delivery(
                                pattern.name(), null, json, pattern.frames().encode(json), null));
            }
        });
    }

    /** All whose pattern can describe a channel of the feed may have missed something. */
    @Override
    public void interrupted(FollowedFeed feed, StreamPosition position) {
        for (ActivePattern pattern : byName.values()) {
            if (pattern.needs(feed.namespace())) {
                send(pattern, new ChannelEvent.Interrupted(pattern.name(), position));
            }
        }
    }

    /** Follows the feeds that the patterns need by the rules of now, and no others. */
    void sweep() {
        feeds.keep(List.copyOf(byName.values()), this);
    }

    private void send(ActivePattern pattern, ChannelEvent event) {
        for (String receiver : pattern.receivers()) {
            bus.send(receiver, event);
        }
    }
}
