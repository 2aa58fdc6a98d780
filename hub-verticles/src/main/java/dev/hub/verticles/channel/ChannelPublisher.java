package dev.hub.verticles.channel;

import dev.hub.core.bus.ChannelCommand.Publish;
import dev.hub.core.bus.ChannelCommand.Published;
import dev.hub.core.bus.PublishOptions;
import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.Payload;
import dev.hub.core.channel.Publication;
import dev.hub.core.protocol.JsonPublications;
import dev.hub.core.stream.Appended;
import dev.hub.core.stream.ChannelStreams;
import dev.hub.core.stream.NewPublication;
import io.vertx.core.Future;
import java.time.InstantSource;

/** Gives publications to Valkey. */
final class ChannelPublisher {
    private final ChannelStreams streams;
    private final StreamNames names;
    private final InstantSource clock;

    ChannelPublisher(ChannelStreams streams, StreamNames names, InstantSource clock) {
        this.streams = streams;
        this.names = names;
        this.clock = clock;
    }

    /** Publishes; what was published before, by key or version, is answered with its place. */
    Future<Published> publish(Publish command) {
        PublishOptions options = command.options();
        Namespace namespace = names.namespace(command.channel());
        NewPublication publication = new NewPublication(
                command.channel(),
                namespace,
                json(command),
                options.idempotencyKey(),
                options.version(),
                options.versionEpoch(),
                options.skipHistory(),
                options.delta());
        Future<Appended> appended =
                isDurable(options, namespace) ? streams.publishDurably(publication) : streams.publish(publication);
        return appended.map(
                done -> new Published(done.position().offset(), done.position().epoch()));
    }

    /** Of what is not kept, no replica can have anything. */
    private static boolean isDurable(PublishOptions options, Namespace namespace) {
        boolean isKept = namespace.history().hasHistory() && !options.skipHistory();
        return isKept && (options.durable() || namespace.history().durable());
    }

    private Payload json(Publish command) {
        return JsonPublications.encode(new Publication(
                command.data(), command.info(), 0, command.options().tags(), clock.millis(), ""));
    }
}
