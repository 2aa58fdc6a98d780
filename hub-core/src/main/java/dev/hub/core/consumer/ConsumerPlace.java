package dev.hub.core.consumer;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.Namespaces;
import dev.hub.core.pattern.ChannelPattern;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.stream.StreamName;

/**
 * Where a consumer lives: on the stream of its channel, or for a pattern on the feed of its namespace.
 *
 * @param stream what it reads
 * @param id its name among the consumers of the stream
 * @param channels which channels of the feed it takes, in the words of Lua; empty for all
 */
public record ConsumerPlace(StreamName stream, String id, String channels) {
    /**
     * Finds it.
     *
     * @throws HubException when the namespace is unknown, has no history or no feed, or the pattern names no namespace
     */
    public static ConsumerPlace of(ConsumerId consumer, Namespaces namespaces) {
        ChannelName channel = consumer.channel();
        return ChannelPattern.isPattern(channel.value())
                ? onFeed(consumer, namespaces)
                : new ConsumerPlace(StreamName.of(channel, positioned(namespaces, channel)), consumer.name(), "");
    }

    private static Namespace positioned(Namespaces namespaces, ChannelName channel) {
        Namespace namespace = namespaces.of(channel).orElseThrow(() -> HubException.unknownChannel(namespaces));
        requireHistory(namespace);
        return namespace;
    }

    private static ConsumerPlace onFeed(ConsumerId consumer, Namespaces namespaces) {
        String text = consumer.channel().value();
        String fault = ChannelPattern.faultOf(text);
        if (!fault.isEmpty()) {
            throw HubException.of(ErrorCode.BAD_REQUEST, "bad request: " + fault);
        }
        ChannelPattern pattern = new ChannelPattern(text);
        String name = pattern.namespace()
                .orElseThrow(() -> HubException.of(
                        ErrorCode.BAD_REQUEST,
                        "bad request: the pattern of a consumer must begin with a namespace, got " + text));
        Namespace namespace = namespaces.named(name).orElseThrow(() -> HubException.unknownChannel(namespaces));
        requireHistory(namespace);
        if (!namespace.delivery().wildcards()) {
            throw HubException.of(ErrorCode.NOT_AVAILABLE, "not available: namespace " + name + " has no wildcards");
        }
        return new ConsumerPlace(StreamName.feed(namespace), consumer.name() + ":" + text, LuaPattern.of(pattern));
    }

    private static void requireHistory(Namespace namespace) {
        if (!namespace.history().hasHistory()) {
            throw HubException.of(
                    ErrorCode.NOT_AVAILABLE,
                    "not available: namespace \"" + namespace.name()
                            + "\" has no history, which consumers need: history-size and history-ttl must be above 0");
        }
    }
}
