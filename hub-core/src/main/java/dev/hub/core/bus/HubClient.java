package dev.hub.core.bus;

import dev.hub.core.bus.ChannelCommand.Published;
import dev.hub.core.bus.PresenceCommand.MemberCount;
import dev.hub.core.bus.PresenceCommand.MemberPage;
import dev.hub.core.bus.PresenceCommand.UserStatus;
import dev.hub.core.bus.PresenceCommand.UserStatuses;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.channel.Publication;
import dev.hub.core.channel.ReservedNamespaces;
import dev.hub.core.channel.StreamPosition;
import dev.hub.core.consumer.ConsumerId;
import dev.hub.core.consumer.ConsumerSettings;
import dev.hub.core.decision.Decision;
import dev.hub.core.decision.Grant;
import dev.hub.core.decision.Question;
import dev.hub.core.decision.Topic;
import dev.hub.core.event.Event;
import dev.hub.core.event.EventType;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.protocol.JsonPublications;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.json.JsonObject;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The hub as a verticle beside it sees it. Trusted: no rights are checked. Use one per verticle; handlers run on the
 * context of whoever registers them.
 */
public final class HubClient {
    private final Vertx vertx;
    private final HubBus bus;

    private HubClient(Vertx vertx, HubBus bus) {
        this.vertx = vertx;
        this.bus = bus;
    }

    /**
     * A client of the hub that runs in {@code vertx}.
     *
     * @throws IllegalStateException when none does
     */
    public static HubClient of(Vertx vertx) {
        return new HubClient(vertx, HubBus.of(vertx));
    }

    /** Publishes to all subscribers on all instances; done when Valkey has taken it. */
    public Future<Published> publish(ChannelName channel, Payload data) {
        return publish(channel, data, PublishOptions.NONE);
    }

    /**
     * Publishes to all subscribers on all instances; done when Valkey has taken it, a durable publication when enough
     * replicas have it. The result is its place, in a channel with history. Where the outcome is unknown, the failure says
     * so; with an idempotency key it is safe to publish again.
     */
    public Future<Published> publish(ChannelName channel, Payload data, PublishOptions options) {
        if (ReservedNamespaces.contain(channel)) {
            return Future.failedFuture(HubException.reserved(channel.namespace()));
        }
        return bus.publish(new ChannelCommand.Publish(channel, data, null, options));
    }

    /**
     * Streams what is published to {@code channel}, in order, from now on or as soon as Valkey is there. In a channel with
     * history nothing is missing, also when the connection to Valkey was lost; should the history not reach back so far, the
     * stream goes on after the hole. In a channel without history, what is published meanwhile does not come.
     *
     * @param channel or a pattern, over namespaces with {@code wildcards}
     * @param handler one call per publication
     */
    public Subscription subscribe(ChannelName channel, Consumer<Publication> handler) {
        return subscribe(channel, handler, ignored -> {});
    }

    /**
     * The same for who wants to know of holes.
     *
     * @param onInterrupted called between two publications when some are missing there, or when the stream is another one
     *     now; with the position on which the next one follows
     */
    public Subscription subscribe(
            ChannelName channel, Consumer<Publication> handler, Consumer<StreamPosition> onInterrupted) {
        String receiver = Addresses.delivery(UUID.randomUUID().toString());
        MessageConsumer<?> consumer = bus.consume(receiver, ChannelEvent.class, event -> {
            switch (event) {
                case Delivery delivery -> handler.accept(JsonPublications.decode(delivery.publication()));
                case ChannelEvent.Interrupted interrupted -> onInterrupted.accept(interrupted.position());
                case ChannelEvent.Membership membership -> {}
            }
        });
        ChannelCommand.Attach attach = new ChannelCommand.Attach(channel, receiver, false);
        Subscription subscription = new Subscription(vertx, bus, consumer, attach);
        subscription.begin();
        return subscription;
    }

    /**
     * Takes what happens on all instances, from now on. The verticles of every instance are told of every event; to have each
     * one worked on once, and none missed while nobody was there, {@link #consume} the channels {@code events:<partition>}.
     *
     * @param types what interests; empty for everything
     */
    public EventSubscription onEvent(Set<EventType> types, Consumer<Event> handler) {
        Set<EventType> wanted = types.isEmpty() ? EnumSet.allOf(EventType.class) : EnumSet.copyOf(types);
        return new EventSubscription(bus.events().all().stream()
                .map(channel -> subscribe(channel, publication -> {
                    Event event =
                            Event.fromJson(new JsonObject(publication.data().toJson()));
                    if (wanted.contains(event.type())) {
                        handler.accept(event);
                    }
                }))
                .toList());
    }

    /**
     * Makes a durable consumer, or changes the settings of one; tells whether it was made. Its channel must lie in a
     * namespace with history.
     */
    public Future<Boolean> createConsumer(ConsumerId consumer, ConsumerSettings settings) {
        return bus.request(
                        Addresses.CONSUMER,
                        new ConsumerCommand.Create(consumer, settings),
                        ConsumerCommand.Created.class)
                .map(ConsumerCommand.Created::isNew);
    }

    /**
     * Works for a durable consumer, beside whoever else does. Each publication is acknowledged when {@code handler}'s result
     * succeeds; it comes again when that fails, when the ack timeout is over, and when this instance ends before: a handler
     * must bear to see one twice.
     */
    public Consumption consume(
            ConsumerId consumer, ConsumeOptions options, Function<ConsumedPublication, Future<?>> handler) {
        Consumption consumption = new Consumption(vertx, bus, consumer, options, handler);
        consumption.begin();
        return consumption;
    }

    /**
     * Publications that a channel keeps.
     *
     * @param publications in the order asked for
     * @param position of the latest one that was published
     */
    public record History(List<Publication> publications, StreamPosition position) {
        /** Copies {@code publications}. */
        public History {
            publications = List.copyOf(publications);
        }
    }

    /** The latest publications that the channel keeps, oldest first; at most {@code limit}, from 1. */
    public Future<History> latest(ChannelName channel, int limit) {
        return history(new ChannelCommand.ReadHistory(channel, limit, null, true))
                .map(latestFirst -> new History(latestFirst.publications().reversed(), latestFirst.position()));
    }

    /**
     * What was published after a position, oldest first, as far as the channel keeps it. Refused with
     * {@link ErrorCode#UNRECOVERABLE_POSITION} when the stream is another one now.
     *
     * @param since its epoch may be empty
     * @param limit most publications; -1 for all
     */
    public Future<History> since(ChannelName channel, StreamPosition since, int limit) {
        return history(new ChannelCommand.ReadHistory(channel, limit, since, false));
    }

    private Future<History> history(ChannelCommand.ReadHistory command) {
        return bus.history(command)
                .map(page -> new History(
                        page.publications().stream()
                                .map(JsonPublications::decode)
                                .toList(),
                        page.position()));
    }

    /**
     * Answers the clients' {@code rpc} calls of {@code method}. A failure with a {@link HubException} reaches the
     * client with its code (400 to 1999 are free for the application).
     */
    public Future<Void> onRpc(String method, Function<RpcRequest, Future<Payload>> handler) {
        return bus.answer(
                        Addresses.rpc(method),
                        RpcRequest.class,
                        request -> handler.apply(request).map(RpcResponse::new))
                .completion();
    }

    /**
     * Decides about clients that connect without a token, and with {@code callbacks.connect-with-token} also about those with
     * a good one. Like all decisions: asked for as long as the verticle is deployed; a failure refuses, with its code where
     * it is a {@link HubException}; the client waits 4 s at most.
     */
    public Future<Void> onConnect(Function<Question.Connect, Future<Decision<Grant.Connection>>> handler) {
        return hook(Topic.CONNECT, "", Question.Connect.class, handler);
    }

    /** Decides whether connections that run out go on; clients need no new token then. */
    public Future<Void> onRefresh(Function<Question.Refresh, Future<Decision<Grant.Extension>>> handler) {
        return hook(Topic.REFRESH, "", Question.Refresh.class, handler);
    }

    /** Decides who may subscribe without a token to channels of {@code namespace}; empty for all without one of their own. */
    public Future<Void> onSubscribe(
            String namespace, Function<Question.Subscribe, Future<Decision<Grant.Subscription>>> handler) {
        return hook(Topic.SUBSCRIBE, namespace, Question.Subscribe.class, handler);
    }

    /** Decides whether subscriptions that run out go on, likewise. */
    public Future<Void> onSubRefresh(
            String namespace, Function<Question.SubRefresh, Future<Decision<Grant.Extension>>> handler) {
        return hook(Topic.SUB_REFRESH, namespace, Question.SubRefresh.class, handler);
    }

    /** Decides what clients may publish, likewise. */
    public Future<Void> onPublish(
            String namespace, Function<Question.Publish, Future<Decision<Grant.Publication>>> handler) {
        return hook(Topic.PUBLISH, namespace, Question.Publish.class, handler);
    }

    /** Vert.x takes the handler away when its verticle is undeployed, but tells nobody; so does this. */
    private <Q extends Question<G>, G extends Grant> Future<Void> hook(
            Topic topic, String namespace, Class<Q> type, Function<Q, Future<Decision<G>>> handler) {
        String address = Hooks.address(topic, namespace);
        Future<Void> registered =
                bus.answer(address, type, question -> handler.apply(question)).completion();
        bus.hooks().add(address);
        ((ContextInternal) vertx.getOrCreateContext()).addCloseHook(done -> {
            bus.hooks().remove(address);
            done.succeed();
        });
        return registered;
    }

    /** Calls a method that a verticle of this instance answers, as clients do by {@code rpc}. */
    public Future<Payload> request(String method, Payload data) {
        return bus.call(new RpcRequest(method, data, "", "", ""));
    }

    /** Takes what clients {@code send}. With several takers in one JVM each message reaches one of them. */
    public Future<Void> onMessage(Consumer<ClientMessage> handler) {
        return bus.consume(Addresses.MESSAGE, ClientMessage.class, handler).completion();
    }

    /**
     * The first thousand members of {@code channel}, on all instances together. Refused with
     * {@link ErrorCode#NOT_AVAILABLE} when its namespace has no presence.
     */
    public Future<MemberPage> presence(ChannelName channel) {
        return presence(channel, "", 1000);
    }

    /**
     * A page of its members. Whoever is there throughout is on exactly one of them.
     *
     * @param after {@link MemberPage#next} of the page before; empty for the first one
     * @param limit most of them, 1 to {@link PresenceCommand.Members#MAX_LIMIT}
     */
    public Future<MemberPage> presence(ChannelName channel, String after, int limit) {
        return bus.request(Addresses.PRESENCE, new PresenceCommand.Members(channel, after, limit), MemberPage.class);
    }

    /** How many connections and users are in {@code channel}, exactly; refused likewise. */
    public Future<MemberCount> presenceStats(ChannelName channel) {
        return bus.request(Addresses.PRESENCE, new PresenceCommand.Stats(channel), MemberCount.class);
    }

    /**
     * Whether users are online, one for each of {@code users} in their order. Refused with {@link ErrorCode#NOT_AVAILABLE} when
     * {@code users.presence} is off.
     */
    public Future<List<UserStatus>> userStatus(List<String> users) {
        return bus.request(Addresses.PRESENCE, new PresenceCommand.DescribeUsers(users), UserStatuses.class)
                .map(UserStatuses::users);
    }

    /** Whether something may be done, by the rules on rates, budgets and concurrency. */
    public HubLimits limits() {
        return HubLimits.of(bus);
    }

    /** Jobs: to have them done, and to do them. */
    public HubJobs jobs() {
        return HubJobs.of(vertx, bus);
    }

    /** Jobs that come by the clock. */
    public HubSchedules schedules() {
        return HubSchedules.of(bus);
    }

    /** Which instance does what only one may do. */
    public HubLeadership leadership() {
        return HubLeadership.of(bus);
    }

    /** What can be done to connections, wherever they are, and what can be known of them. */
    public HubConnections connections() {
        return HubConnections.of(bus);
    }

    /** Closes all connections of {@code user} on all instances; done when each has done it. */
    public Future<Void> disconnect(String user, int code, String reason) {
        ConnectionTarget target = ConnectionTarget.user(user);
        return connections()
                .disconnect(new ConnectionControl.Disconnect(target, Set.of(), code, reason))
                .mapEmpty();
    }
}
