package dev.hub.verticles.api;

import static dev.hub.verticles.Instance.get;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ChannelCommand;
import dev.hub.core.bus.ConnectionControl.Affected;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.NodeCommand;
import dev.hub.core.bus.RevocationCommand;
import dev.hub.core.channel.CurrentNamespaces;
import dev.hub.core.channel.HistoryRules;
import dev.hub.core.channel.HistoryRules.RecoveryMode;
import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.Namespaces;
import dev.hub.core.channel.NamingRules;
import dev.hub.core.channel.NamingRules.DataFormat;
import dev.hub.core.channel.Payload;
import dev.hub.core.channel.StreamPosition;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The methods of the API in front of a shard and a node that only note what they are asked. */
final class ApiStand implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final List<Object> asked = new CopyOnWriteArrayList<>();
    private final ApiMethods methods;

    private ApiStand() {
        HubBus bus = HubBus.install(vertx, 1);
        bus.answer(Addresses.channelShard(0), ChannelCommand.class, command -> {
            asked.add(command);
            return Future.succeededFuture(answer(command));
        });
        bus.answer(Addresses.NODE, NodeCommand.class, command -> {
            asked.add(command);
            return Future.succeededFuture(
                    command instanceof NodeCommand.OrderAll ? new Affected(3) : new NodeCommand.Done());
        });
        bus.answer(Addresses.REVOCATIONS, RevocationCommand.class, command -> {
            asked.add(command);
            return Future.succeededFuture(new Affected(2));
        });
        methods = ApiMethods.of(bus, new CurrentNamespaces(namespaces()));
    }

    static ApiStand open() {
        return new ApiStand();
    }

    private static Namespaces namespaces() {
        Namespace kept = Namespace.defaults("kept").withHistory(history());
        Namespace strict =
                Namespace.defaults("strict").withNaming(new NamingRules("", "[a-z]+", DataFormat.JSON_OBJECT));
        return Namespaces.of(Namespace.defaults(""), List.of(kept, strict));
    }

    private static HistoryRules history() {
        Duration hour = Duration.ofHours(1);
        return new HistoryRules(10, hour, hour, false, false, false, false, RecoveryMode.STREAM, false, hour, false);
    }

    private static Object answer(ChannelCommand command) {
        StreamPosition top = new StreamPosition(7, "epoch");
        return switch (command) {
            case ChannelCommand.Publish publish ->
                publish.channel().namespace().equals("kept")
                        ? new ChannelCommand.Published(7, "epoch")
                        : new ChannelCommand.Published(0, "");
            case ChannelCommand.ReadHistory read ->
                new ChannelCommand.HistoryPage(
                        List.of(
                                Payload.ofJson("{\"data\":1.50,\"offset\":6}"),
                                Payload.ofJson("{\"data\":{\"a\" : []},\"offset\":7}")),
                        top);
            default -> new ChannelCommand.Attached(top);
        };
    }

    /** What the shard and the node were asked. */
    List<Object> asked() {
        return asked;
    }

    /** The result of a method, as JSON. Throws what the method refuses with. */
    String call(String method, String body) {
        return get(methods.call(method, body.getBytes(StandardCharsets.UTF_8))).toJson();
    }

    ApiMethods methods() {
        return methods;
    }

    @Override
    public void close() {
        get(vertx.close());
    }
}
