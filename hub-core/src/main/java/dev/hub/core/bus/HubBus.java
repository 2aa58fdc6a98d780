package dev.hub.core.bus;

import dev.hub.core.capacity.Capacity;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.decision.Decision;
import dev.hub.core.decision.Grant;
import dev.hub.core.decision.Question;
import dev.hub.core.event.EventChannels;
import dev.hub.core.leader.Leadership;
import dev.hub.core.pattern.ChannelPattern;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.ratelimit.CurrentLimits;
import dev.hub.core.ratelimit.RuleSet;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.shareddata.Shareable;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event bus with the hub's own messages: typed, by reference, inside this JVM. Safe to use from any thread.
 *
 * <p>A request fails with a {@link HubException}: the one that its handler failed with, or a temporary
 * {@link ErrorCode#INTERNAL} when nobody answered in time.
 */
public final class HubBus implements Shareable {
    private static final Logger LOG = LoggerFactory.getLogger(HubBus.class);
    private static final String SHARED = "dev.hub";
    private static final Duration REPLY_TIMEOUT = Duration.ofSeconds(4);

    private final Vertx vertx;
    private final EventBus bus;
    private final int shards;
    private final Members members = new Members();
    private final EventChannels events;
    private final Hooks hooks = new Hooks();
    private final Leadership leadership = new Leadership(System::nanoTime);
    private final CurrentLimits limits;
    private final Capacity capacity;
    private final DeliveryOptions options = new DeliveryOptions()
            .setLocalOnly(true)
            .setCodecName(LocalCodec.NAME)
            .setSendTimeout(REPLY_TIMEOUT.toMillis());

    private HubBus(Vertx vertx, int shards, EventChannels events, CurrentLimits limits, Capacity capacity) {
        this.vertx = vertx;
        this.bus = vertx.eventBus();
        this.shards = shards;
        this.events = events;
        this.limits = limits;
        this.capacity = capacity;
    }

    /**
     * Sets the bus up, once for each {@code vertx}; there is one events channel, and no rule on rates.
     *
     * @param shards how many ChannelVerticles share the channels, 1 or more
     */
    public static HubBus install(Vertx vertx, int shards) {
        return install(vertx, shards, new EventChannels(1));
    }

    /** The same with other events channels. */
    public static HubBus install(Vertx vertx, int shards, EventChannels events) {
        return install(vertx, shards, events, new CurrentLimits(RuleSet.NONE));
    }

    /** The same where {@code limits} hold. */
    public static HubBus install(Vertx vertx, int shards, EventChannels events, CurrentLimits limits) {
        return install(vertx, shards, events, limits, Capacity.unlimited());
    }

    /** The same of an instance that sheds what it cannot do. */
    public static HubBus install(
            Vertx vertx, int shards, EventChannels events, CurrentLimits limits, Capacity capacity) {
        HubBus hub = new HubBus(vertx, shards, events, limits, capacity);
        vertx.eventBus().registerCodec(new LocalCodec());
        vertx.sharedData().<String, HubBus>getLocalMap(SHARED).put(SHARED, hub);
        return hub;
    }

    /**
     * The bus of the hub that runs in {@code vertx}.
     *
     * @throws IllegalStateException when none does
     */
    public static HubBus of(Vertx vertx) {
        HubBus hub = vertx.sharedData().<String, HubBus>getLocalMap(SHARED).get(SHARED);
        if (hub == null) {
            throw new IllegalStateException("no hub runs in this Vertx; start one with Hub.start first");
        }
        return hub;
    }

    /** What {@code work} gives, which takes long: it is done on a worker thread, and its result comes on the caller's. */
    public <T> Future<T> aside(Callable<T> work) {
        return vertx.executeBlocking(work, false).map(Objects::requireNonNull);
    }

    /** How many ChannelVerticles share the channels. */
    public int shards() {
        return shards;
    }

    /** The channels that events are published to. */
    public EventChannels events() {
        return events;
    }

    /** Whether this instance leads at this moment. */
    public Leadership leadership() {
        return leadership;
    }

    /** How much this instance admits at the moment. */
    public Capacity capacity() {
        return capacity;
    }

    /** The rules on rates that hold, for who wants to know whether there is something to ask; their keeper replaces them. */
    public CurrentLimits limits() {
        return limits;
    }

    /** The shard that owns {@code channel}, from 0. */
    public int shardOf(ChannelName channel) {
        int hash = channel.value().hashCode();
        return Math.floorMod(hash ^ (hash >>> 16), shards);
    }

    /** Asks the owner of the channel to send its publications to {@code command}'s receiver. */
    public Future<ChannelCommand.Attached> attach(ChannelCommand.Attach command) {
        return request(shardAddress(command), command, ChannelCommand.Attached.class);
    }

    /** Tells the owner of the channel that a receiver has gone. */
    public void detach(ChannelCommand.Detach command) {
        send(shardAddress(command), command);
    }

    /** Publishes; done when Valkey has taken the publication. */
    public Future<ChannelCommand.Published> publish(ChannelCommand.Publish command) {
        return request(shardAddress(command), command, ChannelCommand.Published.class);
    }

    /** Asks the owner of an attached channel what was published; {@code command} says from where on. */
    public Future<ChannelCommand.Recovered> recover(ChannelCommand command) {
        return request(shardAddress(command), command, ChannelCommand.Recovered.class);
    }

    /** Asks the owner of the channel for part of its history. */
    public Future<ChannelCommand.HistoryPage> history(ChannelCommand.ReadHistory command) {
        return request(shardAddress(command), command, ChannelCommand.HistoryPage.class);
    }

    /** Hands {@code message} to one consumer of {@code address} and forgets it. */
    public void send(String address, Object message) {
        bus.send(address, message, options);
    }

    /** Hands {@code message} to one consumer of {@code address}; fails when there is none. */
    public Future<Void> offer(String address, Object message) {
        return bus.<Object>sender(address, options).write(message);
    }

    /** Hands {@code message} to every consumer of {@code address} and forgets it. */
    public void broadcast(String address, Object message) {
        bus.publish(address, message, options);
    }

    /** Hands {@code message} to one consumer of {@code address} and waits for its answer, 4 s at most. */
    public <T> Future<T> request(String address, Object message, Class<T> answer) {
        return bus.<Object>request(address, message, options)
                .map(reply -> answer.cast(reply.body()))
                .recover(cause -> Future.failedFuture(refusal(cause)));
    }

    /** The same for what may take longer: {@code patience} and then some. */
    public <T> Future<T> request(String address, Object message, Class<T> answer, Duration patience) {
        DeliveryOptions patient = new DeliveryOptions(options)
                .setSendTimeout(patience.plus(REPLY_TIMEOUT).toMillis());
        return bus.<Object>request(address, message, patient)
                .map(reply -> answer.cast(reply.body()))
                .recover(cause -> Future.failedFuture(refusal(cause)));
    }

    /**
     * Calls a method of the application: the typed handler if there is one, else the JSON one. Fails with
     * {@link ErrorCode#METHOD_NOT_FOUND} when there is neither.
     */
    public Future<Payload> call(RpcRequest request) {
        return call(request, () -> Future.failedFuture(HubException.of(ErrorCode.METHOD_NOT_FOUND)));
    }

    /** The same; {@code otherwise} answers when there is neither. */
    public Future<Payload> call(RpcRequest request, Supplier<Future<Payload>> otherwise) {
        return bus.<Object>request(Addresses.rpc(request.method()), request, options)
                .map(reply -> ((RpcResponse) reply.body()).data())
                .recover(cause -> hasNoHandler(cause) ? JsonAddresses.call(bus, request) : Future.failedFuture(cause))
                .recover(cause -> hasNoHandler(cause) ? otherwise.get() : Future.failedFuture(refusal(cause)));
    }

    /** Which decisions verticles have taken upon themselves. */
    Hooks hooks() {
        return hooks;
    }

    /** Asks the verticle at {@code hook}. */
    <G extends Grant> Future<Decision<G>> decide(String hook, Question<G> question) {
        return decide(hook, question, question);
    }

    /** Asks at {@code address}; the answer is one to {@code question}, as its type says. */
    @SuppressWarnings("unchecked")
    <G extends Grant> Future<Decision<G>> decide(String address, Object message, Question<G> question) {
        return request(address, message, Decision.class).map(decision -> (Decision<G>) decision);
    }

    /** Asks the verticle that decides in plain JSON. */
    <G extends Grant> Future<Decision<G>> decideInJson(Question<G> question) {
        return JsonAddresses.decide(bus, question).recover(cause -> Future.failedFuture(refusal(cause)));
    }

    /**
     * Asks everybody who answers at {@code address} by {@link #answerAmong}, and gathers the answers. Fails when one of them
     * does; who has left owes no answer.
     */
    public <T> Future<List<T>> gather(String address, Object message, Class<T> answer) {
        return members.gather(
                address,
                member -> bus.<Object>request(member, message, options).map(reply -> answer.cast(reply.body())),
                cause -> hasNoHandler(cause) ? Optional.empty() : Optional.of(refusal(cause)));
    }

    /** Answers like {@link #answer}, as one of several at {@code address}, who are all asked by {@link #gather}. */
    public <T> MessageConsumer<?> answerAmong(String address, Class<T> type, Function<T, Future<?>> handler) {
        return answer(members.join(address), type, handler);
    }

    /** Takes the messages of {@code address} on the caller's context. */
    public <T> MessageConsumer<?> consume(String address, Class<T> type, Consumer<T> handler) {
        return bus.<Object>localConsumer(address, message -> handler.accept(type.cast(message.body())));
    }

    /**
     * Answers the requests at {@code address} on the caller's context. A handler that fails with a
     * {@link HubException} refuses with its code; any other failure is an internal error to the asker.
     */
    public <T> MessageConsumer<?> answer(String address, Class<T> type, Function<T, Future<?>> handler) {
        return bus.<Object>localConsumer(address, message -> answer(message, type, handler));
    }

    private <T> void answer(Message<Object> message, Class<T> type, Function<T, Future<?>> handler) {
        Future.succeededFuture()
                .compose(start -> handler.apply(type.cast(message.body())))
                .onSuccess(answer -> message.reply(answer, options))
                .onFailure(cause -> refuse(message, cause));
    }

    private static void refuse(Message<?> message, Throwable cause) {
        if (!(cause instanceof HubException)) {
            LOG.warn("A request at {} failed", message.address(), cause);
        }
        HubException refusal = HubException.from(cause);
        message.fail(refusal.code(), refusal.text());
    }

    private static HubException refusal(Throwable cause) {
        return cause instanceof ReplyException reply && reply.failureType() == ReplyFailure.RECIPIENT_FAILURE
                ? HubException.of(reply.failureCode(), String.valueOf(reply.getMessage()))
                : HubException.from(cause);
    }

    private static boolean hasNoHandler(Throwable cause) {
        return cause instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS;
    }

    /** Patterns have an owner of their own. */
    private String shardAddress(ChannelCommand command) {
        return ChannelPattern.isPattern(command.channel().value())
                ? Addresses.PATTERNS
                : Addresses.channelShard(shardOf(command.channel()));
    }
}
