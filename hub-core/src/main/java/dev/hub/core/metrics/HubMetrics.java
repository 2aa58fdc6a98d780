package dev.hub.core.metrics;

import java.util.List;

/**
 * Every meter of the hub: its name, unit, tags and meaning. Tabled in docs/metrics.md.
 *
 * <p>Tag {@code loop} is the number of the event loop, {@code shard} that of the ChannelVerticle, from 0, or {@code patterns}; tags {@code namespace} and
 * {@code consumer} are those of a durable consumer, {@code other} beyond 200 of them; tag {@code callback} is the name of an endpoint of the application's; tag {@code code} is a number of the client protocol, or
 * {@code other} for one of the application's own.
 */
public enum HubMetrics {
    /** WebSocket connections that are open, authenticated or not. */
    CONNECTIONS("hub.connections", "connections", "Open WebSocket connections", "loop"),
    /** WebSocket connections that were opened. */
    CONNECTIONS_OPENED("hub.connections.opened", "connections", "WebSocket connections opened", "loop"),
    /** WebSocket connections that ended; code {@code gone} when the client went without a close from the hub. */
    CONNECTIONS_CLOSED(
            "hub.connections.closed", "connections", "WebSocket connections closed, by code", "loop", "code"),
    /** Upgrades that were refused before a WebSocket existed. */
    HANDSHAKES_REFUSED(
            "hub.handshakes.refused", "requests", "WebSocket upgrades refused, by HTTP status", "loop", "code"),
    /** Commands of clients that were carried out or refused. */
    COMMANDS("hub.commands", "commands", "Commands of clients, by kind", "loop", "kind"),
    /** Replies that carried an error. */
    COMMANDS_REFUSED("hub.commands.refused", "commands", "Commands refused, by error code", "loop", "code"),
    /** Publications handed to sockets: one for each subscriber. */
    DELIVERIES("hub.deliveries", "publications", "Publications handed to sockets", "loop"),
    /** Bytes handed to sockets, frame headers included, TLS not. */
    BYTES_OUT("hub.sockets.written", "bytes", "Bytes written to WebSockets", "loop"),
    /** Writes to sockets; each carries all frames of one turn. */
    WRITES("hub.sockets.writes", "writes", "Writes to WebSockets", "loop"),
    /** Connections closed because the client read too slowly. */
    SLOW_CONSUMERS("hub.connections.slow", "connections", "Connections closed for reading too slowly", "loop"),
    /** What waits for sockets in the hub, and in the buffers of those that take nothing. */
    QUEUED("hub.queue.held", "bytes", "Memory held by what waits for sockets", "loop"),
    /** Publications that later ones took the place of, because a socket did not keep up. */
    CONFLATED("hub.queue.conflated", "publications", "Publications that gave way to later ones in slow queues", "loop"),
    /** Publications that were dropped because a socket did not keep up. */
    DROPPED("hub.queue.dropped", "publications", "Publications dropped from slow queues", "loop"),
    /** Subscriptions that did not keep up and go on from the stream when their socket has taken what waited. */
    CATCH_UPS("hub.queue.catchups", "subscriptions", "Slow subscriptions that went on from the stream", "loop"),
    /** Commands that were refused because so much waits for slow sockets. */
    COMMANDS_BUSY("hub.commands.busy", "commands", "Commands refused because too much waits for slow sockets", "loop"),
    /** Messages of clients that nobody in the application took. */
    MESSAGES_DROPPED("hub.messages.dropped", "messages", "Messages of clients that no handler took", "loop"),
    /** Channels with a receiver on this instance, or with one until a moment ago. */
    CHANNELS("hub.channels", "channels", "Channels that this instance is subscribed to in Valkey", "shard"),
    /** Channels whose subscription in Valkey is lost and not back yet. */
    CHANNELS_DEAF("hub.channels.deaf", "channels", "Channels that wait to be subscribed again", "shard"),
    /** Publications that this instance gave to Valkey, and that it took. */
    PUBLICATIONS("hub.publications", "publications", "Publications taken by Valkey", "shard"),
    /** Publications that Valkey did not take, or did not say that it took. */
    PUBLICATIONS_FAILED("hub.publications.failed", "publications", "Publications that failed", "shard"),
    /** Publications that came from Valkey for receivers on this instance. */
    PUBLICATIONS_RECEIVED("hub.publications.received", "publications", "Publications received from Valkey", "shard"),
    /** Streams in which something was missing; cause {@code gap}, {@code link}, {@code probe} or {@code overflow}. */
    GAPS("hub.gaps", "gaps", "Gaps found in streams, by what gave them away", "shard", "cause"),
    /** Publications that did not come by themselves. */
    PUBLICATIONS_HEALED(
            "hub.publications.healed", "publications", "Publications read from streams to fill gaps", "shard"),
    /** Streams whose gap could not be filled: subscribers are told. */
    CHANNELS_INTERRUPTED("hub.channels.interrupted", "channels", "Channels whose gap could not be filled", "shard"),
    /** From the moment in which a gap showed, or a link came back, until nothing was missing. */
    HEALING("hub.healing", "seconds", "Time until a stream was whole again", "shard"),
    /** Recoveries; result {@code memory} and {@code valkey} say where they came from, or they were {@code refused}. */
    RECOVERIES("hub.recoveries", "recoveries", "Recoveries of subscribers, by result", "shard", "result"),
    /** Memory held for recoveries. */
    RECENT("hub.recent", "bytes", "Memory held for the last publications of channels", "shard"),
    /** Deliveries of durable consumers to workers of this instance. */
    CONSUMER_DELIVERIES(
            "hub.consumer.deliveries", "deliveries", "Deliveries of durable consumers", "namespace", "consumer"),
    /** Of these, the ones that were not the first of their publication. */
    CONSUMER_REDELIVERIES(
            "hub.consumer.redeliveries",
            "deliveries",
            "Deliveries that were not the first of their publication",
            "namespace",
            "consumer"),
    /** Deliveries that were acknowledged by way of this instance. */
    CONSUMER_ACKNOWLEDGED(
            "hub.consumer.acknowledged", "deliveries", "Deliveries that were acknowledged", "namespace", "consumer"),
    /** Deliveries that were said to have failed, by way of this instance. */
    CONSUMER_REFUSED("hub.consumer.refused", "deliveries", "Deliveries that failed", "namespace", "consumer"),
    /** Publications that this instance put aside because they were delivered too often. */
    CONSUMER_DEAD(
            "hub.consumer.dead", "publications", "Publications that became dead letters", "namespace", "consumer"),
    /** Publications that the stream no longer held, as far as workers of this instance were told. */
    CONSUMER_LOST(
            "hub.consumer.lost", "publications", "Publications that were lost for a consumer", "namespace", "consumer"),
    /** Publications that were never delivered, where somebody here asked last; of consumers of that name together. */
    CONSUMER_LAG(
            "hub.consumer.lag",
            "publications",
            "Publications that wait for their first delivery",
            "namespace",
            "consumer"),
    /** Jobs that were submitted by way of this instance, by what became of them. */
    JOB_SUBMITTED("hub.job.submitted", "jobs", "Jobs submitted, by result", "queue", "result"),
    /** Jobs that workers of this instance were given. */
    JOB_CLAIMED("hub.job.claimed", "jobs", "Jobs given to workers", "queue"),
    /** What workers said of their jobs; outcome {@code stale} was refused, for the job was not theirs any more. */
    JOB_SETTLED("hub.job.settled", "jobs", "Outcomes of attempts at jobs", "queue", "outcome"),
    /** Jobs among these that were given up, by cause. */
    JOB_DEAD("hub.job.dead", "jobs", "Jobs that were given up, by cause", "queue", "cause"),
    /** Jobs that were taken from workers of this instance: by a cancel, a time-out, or the end of a lease. */
    JOB_LOST("hub.job.lost", "jobs", "Jobs taken from their workers", "queue"),
    /** Jobs that workers of this instance have. */
    JOB_ACTIVE("hub.job.active", "jobs", "Jobs that are worked on", "queue"),
    /** Workers of this instance that are sent jobs. */
    JOB_WORKERS("hub.job.workers", "workers", "Workers that are sent jobs", "queue"),
    /** Jobs that these workers may have at a time. */
    JOB_CREDIT("hub.job.credit", "jobs", "Jobs that workers may have at a time", "queue"),
    /** Of these, the jobs that they have. */
    JOB_HELD("hub.job.held", "jobs", "Jobs that workers have that are sent jobs", "queue"),
    /** From when a job could start until it did. */
    JOB_WAIT("hub.job.wait", "seconds", "Time until jobs started", "queue"),
    /** From its start until its outcome was in Valkey. */
    JOB_RUN("hub.job.run", "seconds", "Time that attempts at jobs took", "queue"),
    /** Jobs of a queue by their state; where the leader is, of 200 queues, at most 5 s old. */
    QUEUE_DEPTH("hub.queue.depth", "jobs", "Jobs of queues by state", "queue", "state"),
    /** For how long the job has been able to start that would start next; likewise. */
    QUEUE_OLDEST("hub.queue.oldest", "milliseconds", "Age of the job that starts next", "queue"),
    /** What the leader found due in queues; {@code untold} are jobs whose followers had not been told of their end. */
    JOB_SWEPT("hub.job.swept", "jobs", "Jobs that the leader saw to, by what was due", "what"),
    /** Memberships that this instance holds: of connections in channels, and of users' connections. */
    PRESENCE_MEMBERS("hub.presence.members", "members", "Members that this instance holds", "verticle"),
    /** Channels and users of which this instance has members. */
    PRESENCE_GROUPS("hub.presence.groups", "groups", "Channels and users with members on this instance", "verticle"),
    /** How much this instance admits: 100 for all, 0 for the floor of each priority alone. */
    CAPACITY_LEVEL("hub.capacity.level", "percent", "How much is admitted, 100 for all"),
    /** What was refused because this instance had more to do than it could. */
    CAPACITY_SHED("hub.capacity.shed", "operations", "Operations refused for lack of capacity"),
    /** The latest of the event loops with sockets. */
    LOOP_LAG("hub.loop.lag", "microseconds", "How late the latest event loop is"),
    /** 1 on the instance that leads, 0 on the others. */
    LEADER("hub.leader", "instances", "Whether this instance leads"),
    /** How often this instance began to lead. */
    LEADER_ELECTIONS("hub.leader.elections", "elections", "Elections that this instance has won"),
    /** From the time of a tick until this instance saw to it. */
    SCHEDULE_TICKS("hub.schedule.ticks", "seconds", "Time from ticks of schedules until they were seen to"),
    /** Members that entered, left or went away, as they were sent to Valkey. */
    PRESENCE_CHANGES("hub.presence.changes", "changes", "Changes of members sent to Valkey", "verticle"),
    /** Groups in which this instance ended members of dead instances. */
    PRESENCE_SWEPT("hub.presence.swept", "groups", "Groups cleaned up after other instances", "verticle"),
    /** Questions to the application over HTTP, by what came of them. */
    CALLBACKS("hub.callbacks", "questions", "Questions to the application, by result", "callback", "result"),
    /** From the question to the answer, the time among it in which it waited for its turn. */
    CALLBACK_DURATION("hub.callback.duration", "seconds", "Time until the application has answered", "callback"),
    /** Requests to the application that are under way. */
    CALLBACKS_RUNNING("hub.callbacks.running", "requests", "Questions to the application under way", "callback"),
    /** Questions that wait because as many requests as may be are under way. */
    CALLBACKS_WAITING("hub.callbacks.waiting", "questions", "Questions that wait for their turn", "callback"),
    /** How often an endpoint was left alone because it failed too often. */
    CALLBACK_PAUSES("hub.callback.pauses", "pauses", "Pauses of endpoints that failed too often", "callback"),
    /** Events that this instance published, those that another one had published before among them. */
    EVENTS("hub.events", "events", "Events published"),
    /** Outboxes with events that this instance is about to publish. */
    EVENT_OUTBOXES("hub.events.outboxes", "outboxes", "Outboxes whose events are being published"),
    /** Events that webhooks have taken from this instance. */
    WEBHOOK_DELIVERED("hub.webhook.delivered", "events", "Events that webhooks have taken", "webhook"),
    /** Requests that a webhook did not take. */
    WEBHOOK_FAILED("hub.webhook.failed", "requests", "Requests that webhooks did not take", "webhook"),
    /** Events that a webhook never took. */
    WEBHOOK_DEAD("hub.webhook.dead", "events", "Events that became dead letters of webhooks", "webhook"),
    /** Events that this instance is about to post; {@link #CONSUMER_LAG} has those behind them. */
    WEBHOOK_WAITING("hub.webhook.waiting", "events", "Events that are being posted to webhooks", "webhook"),
    /** 1 for each events channel from which a webhook takes nothing at the moment. */
    WEBHOOK_AWAY("hub.webhook.away", "channels", "Events channels whose webhook takes nothing", "webhook"),
    /** From the request to the status. */
    WEBHOOK_REQUESTS("hub.webhook.requests", "seconds", "Time until webhooks have answered", "webhook"),
    /** What rules said; result {@code shadow_refused} is what would have been refused, were the rule enforced. */
    LIMIT_DECISIONS(
            "hub.ratelimit.decisions", "decisions", "Decisions of rate limits, by result", "rule", "arm", "result"),
    /** Decisions among these for which Valkey did not answer in time. */
    LIMIT_ERRORS("hub.ratelimit.errors", "decisions", "Decisions of rate limits without Valkey", "rule", "arm"),
    /** Refusals among these that were repeated from memory. */
    LIMIT_REMEMBERED("hub.ratelimit.remembered", "decisions", "Refusals that cost no round trip", "rule", "arm"),
    /** Slices that this instance holds. */
    LIMIT_LEASES("hub.ratelimit.leases", "leases", "Slices of limits that are held", "rule", "arm"),
    /** What can be spent of them. */
    LIMIT_LEASED("hub.ratelimit.leased", "units", "What is left in slices of limits", "rule", "arm"),
    /** From the question to the answer, of decisions for which Valkey was asked. */
    LIMIT_WAIT("hub.ratelimit.wait", "seconds", "Time until Valkey has decided", "rule", "arm"),
    /** Calls of scripts that decide; each carries the decisions of a turn of the event loop. */
    LIMIT_CALLS("hub.ratelimit.calls", "calls", "Calls of Valkey for decisions of rate limits"),
    /** Limiters in the memory of the instance. */
    LIMIT_LOCAL("hub.ratelimit.local", "limiters", "Limiters in memory"),
    /** Limiters in memory that gave way to others while something of them was used. */
    LIMIT_FORGOTTEN("hub.ratelimit.forgotten", "limiters", "Limiters in memory that were forgotten while in use");

    private final String meterName;
    private final String unit;
    private final String description;

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<String> tags;

    HubMetrics(String meterName, String unit, String description, String... tags) {
        this.meterName = meterName;
        this.unit = unit;
        this.description = description;
        this.tags = List.of(tags);
    }

    /** The name, with dots; exporters turn it into the form of their system. */
    public String meterName() {
        return meterName;
    }

    /** What one of it is. */
    public String unit() {
        return unit;
    }

    /** One line that says what is counted. */
    public String description() {
        return description;
    }

    /** The keys of its tags. */
    public List<String> tags() {
        return tags;
    }
}
