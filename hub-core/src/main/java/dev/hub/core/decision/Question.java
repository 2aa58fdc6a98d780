package dev.hub.core.decision;

import dev.hub.core.auth.ConnectionClaims;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the application is asked.
 *
 * @param <G> what it may grant
 */
public sealed interface Question<G extends Grant> {
    /** For whose sake. */
    Caller caller();

    /** What it is about. */
    Topic topic();

    /**
     * May this client connect?
     *
     * @param shown what its token says, which was found good; null when it showed none
     * @param name of the client's software, if it says
     * @param version of the client's software, if it says
     * @param data that the client sent along, if any
     * @param channels to which the client wants to be subscribed at once
     */
    record Connect(
            Caller caller,
            @Nullable ConnectionClaims shown,
            String name,
            String version,
            @Nullable Payload data,
            List<String> channels)
            implements Question<Grant.Connection> {
        /** Copies {@code channels}. */
        public Connect {
            channels = List.copyOf(channels);
        }

        @Override
        public Topic topic() {
            return Topic.CONNECT;
        }
    }

    /** The connection runs out: may it go on? */
    record Refresh(Caller caller) implements Question<Grant.Extension> {
        @Override
        public Topic topic() {
            return Topic.REFRESH;
        }
    }

    /**
     * May this client subscribe?
     *
     * @param channel or a pattern
     * @param data that the client sent along, if any
     */
    record Subscribe(
            Caller caller, ChannelName channel, @Nullable Payload data) implements Question<Grant.Subscription> {
        @Override
        public Topic topic() {
            return Topic.SUBSCRIBE;
        }
    }

    /** The subscription runs out: may it go on? */
    record SubRefresh(Caller caller, ChannelName channel) implements Question<Grant.Extension> {
        @Override
        public Topic topic() {
            return Topic.SUB_REFRESH;
        }
    }

    /** May this client publish that? */
    record Publish(Caller caller, ChannelName channel, Payload data) implements Question<Grant.Publication> {
        @Override
        public Topic topic() {
            return Topic.PUBLISH;
        }
    }

    /** What is the answer to this call? */
    record Call(Caller caller, String method, Payload data) implements Question<Grant.Answer> {
        @Override
        public Topic topic() {
            return Topic.RPC;
        }
    }
}
