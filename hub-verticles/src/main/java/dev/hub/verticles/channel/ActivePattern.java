package dev.hub.verticles.channel;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Namespace;
import dev.hub.core.pattern.ChannelPattern;
import dev.hub.core.protocol.PublicationFrames;
import java.util.ArrayList;
import java.util.List;

/** A pattern that somebody on this instance receives. */
final class ActivePattern {
    private final ChannelName name;
    private final ChannelPattern pattern;
    private final PublicationFrames frames;

    /** The only one whose channels can match; empty when those of any can. */
    private final String namespace;

    private final List<String> receivers = new ArrayList<>(1);
    private int attaching;

    /** A pattern without receivers. */
    ActivePattern(ChannelName name) {
        this.name = name;
        this.pattern = new ChannelPattern(name.value());
        this.frames = PublicationFrames.of(name);
        this.namespace = pattern.namespace().orElse("");
    }

    ChannelName name() {
        return name;
    }

    ChannelPattern pattern() {
        return pattern;
    }

    PublicationFrames frames() {
        return frames;
    }

    List<String> receivers() {
        return receivers;
    }

    /** Some channels of the namespace may match, and there is a feed to hear of them. */
    boolean needs(Namespace candidate) {
        return candidate.delivery().wildcards() && (namespace.isEmpty() || namespace.equals(candidate.name()));
    }

    /** Somebody waits; until {@link #attached} or {@link #notAttached} the pattern is in use. */
    void attaching() {
        attaching++;
    }

    void attached(String receiver) {
        attaching--;
        if (!receivers.contains(receiver)) {
            receivers.add(receiver);
        }
    }

    void notAttached() {
        attaching--;
    }

    void detach(String receiver) {
        receivers.remove(receiver);
    }

    /** Nobody receives it, and nobody is about to. */
    boolean isIdle() {
        return receivers.isEmpty() && attaching == 0;
    }
}
