package dev.hub.core.bus;

/** Every event-bus address of the hub. Tabled in docs/event-bus.md. */
public final class Addresses {
    /** Takes {@link ConnectionControl}; every WebSocketVerticle answers. */
    public static final String CONNECTIONS = "hub.connections";

    /** Takes {@link InstanceQuestion.Listing}; every WebSocketVerticle answers for what it holds. */
    public static final String LISTINGS = "hub.connections.list";

    /** Takes {@link Expulsion}; every WebSocketVerticle answers. */
    public static final String EXPULSIONS = "hub.connections.expel";

    /** Takes {@link RevocationCommand}; the RevocationVerticle answers. */
    public static final String REVOCATIONS = "hub.revocations";

    /** Takes {@link LoopState}, four times a second from each event loop with sockets; the CapacityVerticle listens. */
    public static final String CAPACITY = "hub.capacity";

    /** Takes {@link LimitCommand}; the RateLimitVerticle answers. */
    public static final String RATE_LIMIT = "hub.ratelimit";

    /** Takes {@link LimitRuleCommand}; the LimitRuleVerticle answers. */
    public static final String RATE_LIMIT_RULES = "hub.ratelimit.rules";

    /** Takes {@link NodeCommand}; the NodeVerticle answers. */
    public static final String NODE = "hub.node";

    /** Takes {@link Load} from those who hold connections and channels; the NodeVerticle listens. */
    public static final String LOAD = "hub.node.load";

    /** Takes {@link NamespaceCommand}; the NamespaceVerticle answers. */
    public static final String NAMESPACES = "hub.namespaces";

    /** Takes {@link NamespacesChanged}, broadcast; whoever keeps something that follows from namespaces listens. */
    public static final String NAMESPACES_CHANGED = "hub.namespaces.changed";

    /** Takes {@link Health} from those who depend on something; the NodeVerticle listens. */
    public static final String HEALTH = "hub.node.health";

    /** Takes {@link ClientMessage}: what clients {@code send} without expecting an answer. */
    public static final String MESSAGE = "hub.message";

    /** Takes {@link ConsumerCommand}; the ConsumerVerticle answers. */
    public static final String CONSUMER = "hub.consumer";

    /** Takes {@link ConnectionGone} of the connections that durable consumers deliver to; the ConsumerVerticle listens. */
    public static final String CONSUMER_GONE = "hub.consumer.gone";

    /** Takes {@link JobCommand}; the JobVerticle answers. */
    public static final String JOBS = "hub.jobs";

    /** Takes {@link JobWork}; the JobVerticle answers. */
    public static final String JOB_WORK = "hub.jobs.work";

    /** Takes {@link JobLoadCommand}; the JobVerticle answers. */
    public static final String JOB_LOAD = "hub.jobs.load";

    /** Takes {@link ScheduleCommand}; the ScheduleVerticle answers. */
    public static final String SCHEDULES = "hub.schedules";

    /** Takes {@link QueueCommand}; the QueueVerticle answers. */
    public static final String QUEUES = "hub.queues";

    /** Takes {@link ConnectionGone} of the connections that work on jobs; the JobVerticle listens. */
    public static final String JOB_WORKER_GONE = "hub.jobs.gone";

    /** Takes {@link PresenceCommand}; the PresenceVerticle answers. */
    public static final String PRESENCE = "hub.presence";

    /** Takes {@link dev.hub.core.presence.NodeLease}, broadcast at each heartbeat; whoever writes in this instance's name. */
    public static final String NODE_LEASE = "hub.node.lease";

    /** Takes {@link NodeEvent}, broadcast; whoever wants to know which instances there are listens. */
    public static final String NODE_EVENTS = "hub.node.events";

    /** Takes {@link LeaderCommand}; the LeaderVerticle answers. */
    public static final String LEADER = "hub.leader";

    /** Takes {@link LeadershipChanged}, broadcast; whoever does what only one instance may do listens. */
    public static final String LEADERSHIP = "hub.leadership";

    /** Takes {@link ChannelWatched}, broadcast; whoever publishes to the hub's own channels listens. */
    public static final String WATCHED = "hub.channels.watched";

    /** Takes {@link EventCommand}; the EventVerticle answers. */
    public static final String EVENTS = "hub.events";

    /** Takes {@link ChannelCommand.Attach} and {@link ChannelCommand.Detach} of patterns; the PatternVerticle answers. */
    public static final String PATTERNS = "hub.patterns";

    /** Takes {@link CallbackQuestion}; the DecisionVerticle answers with a {@link dev.hub.core.decision.Decision}. */
    public static final String DECISIONS = "hub.decision";

    private Addresses() {}

    /** Takes {@link ConnectionCommand}; the WebSocketVerticle of that event loop listens. */
    public static String connection(int loop) {
        return "hub.connection." + loop;
    }

    /** Takes {@link ChannelCommand}; the ChannelVerticle of that shard answers. */
    public static String channelShard(int shard) {
        return "hub.channel." + shard;
    }

    /** Takes {@link Delivery}; {@code receiver} is an event loop's number or a stream's own name. */
    public static String delivery(String receiver) {
        return "hub.delivery." + receiver;
    }

    /** Takes {@link JobWorkerEvent}; {@code worker} is a name that the worker gave itself. */
    public static String jobs(String worker) {
        return "hub.jobs.to." + worker;
    }

    /** Takes {@link RpcRequest} and is answered with a {@link RpcResponse}. */
    public static String rpc(String method) {
        return "hub.rpc." + method;
    }

    /**
     * Takes a {@link dev.hub.core.decision.Question} and is answered with a {@link dev.hub.core.decision.Decision}; {@code
     * topic} is one of {@link dev.hub.core.decision.Topic#word}, for channels of one namespace with a dot and its name.
     */
    public static String hook(String topic) {
        return "hub.hook." + topic;
    }

    /** Takes a question as JSON and is answered with the decision as JSON, where {@code verticle} is configured. */
    public static String jsonDecision(String topic) {
        return "hub.json.decide." + topic;
    }

    /**
     * Takes the JSON body of any {@code method} of the HTTP API and is answered with its result; the JsonBusVerticle listens.
     */
    public static String json(String method) {
        return "hub.json." + method;
    }

    /** Takes {@code {"method", "data", "user", "client"}} as JSON and is answered with the result as JSON. */
    public static String jsonRpc(String method) {
        return "hub.json.rpc." + method;
    }
}
