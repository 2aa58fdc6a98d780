package dev.hub.verticles.api;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.QueueCommand;
import dev.hub.core.bus.QueueCommand.Configure;
import dev.hub.core.bus.QueueCommand.ConfigureGroup;
import dev.hub.core.bus.QueueCommand.Describe;
import dev.hub.core.bus.QueueCommand.DescribeGroup;
import dev.hub.core.bus.QueueCommand.Drain;
import dev.hub.core.bus.QueueCommand.ListAll;
import dev.hub.core.bus.QueueCommand.Listing;
import dev.hub.core.bus.QueueCommand.Pause;
import dev.hub.core.bus.QueueCommand.Purge;
import dev.hub.core.bus.QueueCommand.Purged;
import dev.hub.core.bus.QueueCommand.Resume;
import dev.hub.core.bus.QueueCommand.Stats;
import dev.hub.core.job.GroupChange;
import dev.hub.core.job.GroupSettings;
import dev.hub.core.job.JobState;
import dev.hub.core.job.QueueSettings;
import dev.hub.core.job.QueueStats;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.verticles.api.QueueFields.Change;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.TreeMap;

/** Queues of jobs, for those who run them: over HTTP, on the event bus, and for clients by rpc. */
final class QueueMethods {
    private final HubBus bus;

    QueueMethods(HubBus bus) {
        this.bus = bus;
    }

    List<ApiMethod> methods() {
        return List.of(
                ApiMethod.of("queue_list", fields -> new ListAll(), this::list),
                ApiMethod.of("queue_stats", fields -> new Stats(JobNames.queue(fields)), this::stats),
                ApiMethod.of("queue_config", QueueFields::change, this::configure),
                ApiMethod.of("queue_group", QueueFields::group, this::configureGroup),
                ApiMethod.of("queue_pause", fields -> new Pause(JobNames.queue(fields)), this::stats),
                ApiMethod.of("queue_resume", fields -> new Resume(JobNames.queue(fields)), this::stats),
                ApiMethod.of("queue_drain", fields -> new Drain(JobNames.queue(fields)), this::stats),
                ApiMethod.of("queue_purge", QueueFields::purge, this::purge));
    }

    private <T> Future<T> ask(QueueCommand command, Class<T> answer) {
        return bus.request(Addresses.QUEUES, command, answer);
    }

    private Future<JsonObject> list(ListAll request) {
        return ask(request, Listing.class).map(listing -> {
            JsonArray queues = new JsonArray();
            listing.queues().forEach(each -> queues.add(encode(each)));
            return new JsonObject().put("queues", queues);
        });
    }

    private Future<JsonObject> stats(QueueCommand request) {
        return ask(request, QueueStats.class).map(QueueMethods::encode);
    }

    /** What is not given stays as it is. A queue may have settings before it has jobs. */
    private Future<JsonObject> configure(Change change) {
        return ask(new Describe(change.queue()), QueueSettings.class)
                .recover(cause -> change.isNone() || !isUnknownQueue(cause)
                        ? Future.failedFuture(cause)
                        : Future.succeededFuture(QueueSettings.DEFAULTS))
                .compose(former -> change.isNone()
                        ? Future.succeededFuture(former)
                        : ask(new Configure(change.queue(), change.applyTo(former)), QueueSettings.class))
                .map(QueueFields::encode);
    }

    private static boolean isUnknownQueue(Throwable cause) {
        return cause instanceof HubException refusal && refusal.code() == ErrorCode.UNKNOWN_CHANNEL.code();
    }

    /** The same. */
    private Future<JsonObject> configureGroup(ConfigureGroup request) {
        QueueCommand wanted = request.change().equals(GroupChange.NONE)
                ? new DescribeGroup(request.queue(), request.group())
                : request;
        return ask(wanted, GroupSettings.class).map(QueueFields::encode);
    }

    private Future<JsonObject> purge(Purge request) {
        return ask(request, Purged.class)
                .map(purged -> new JsonObject().put("purged", purged.purged()).put("left", purged.left()));
    }

    private static JsonObject encode(QueueStats stats) {
        JsonObject counts = new JsonObject();
        new TreeMap<>(stats.counts()).forEach(counts::put);
        return encodeStanding(stats).put("counts", counts);
    }

    /** How many jobs there are, and for how long they wait. */
    static JsonObject encodeStanding(QueueStats stats) {
        JsonObject depth = new JsonObject();
        for (JobState state : JobState.values()) {
            depth.put(state.word(), stats.depth().getOrDefault(state, 0L));
        }
        return new JsonObject()
                .put("queue", stats.queue().value())
                .put("paused", stats.paused())
                .put("draining", stats.closed())
                .put("depth", depth)
                .put("oldest_ready_ms", stats.oldestReadyMillis())
                .put(
                        "groups",
                        new JsonObject()
                                .put("waiting", stats.groups().waiting())
                                .put("held_up", stats.groups().heldUp()));
    }
}
