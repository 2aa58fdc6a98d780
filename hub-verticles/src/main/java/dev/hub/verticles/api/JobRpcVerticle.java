package dev.hub.verticles.api;

import dev.hub.core.auth.capability.QueueCalls;
import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.JobWork.Attach;
import dev.hub.core.bus.JobWork.Attached;
import dev.hub.core.bus.JobWork.Detach;
import dev.hub.core.bus.JobWork.Detached;
import dev.hub.core.bus.JobWorker;
import dev.hub.core.bus.RpcRequest;
import dev.hub.core.channel.Payload;
import dev.hub.core.job.JobIds;
import dev.hub.verticles.api.JobWorkFields.Caller;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Jobs and queues for clients: {@code rpc} methods of the names of the API's, and {@code job_attach} and {@code job_detach},
 * by which a connection becomes a worker that jobs are pushed to. Which of them there are, and which right each takes,
 * {@link QueueCalls} says.
 */
public final class JobRpcVerticle extends VerticleBase {
    private static final int STANDARD_CREDIT = 10;
    private static final int MAX_CREDIT = 1_000;

    private final HubBus bus;
    private final JobIds newIds;

    /**
     * Not deployed yet.
     *
     * @param newIds for jobs that come without one
     */
    public JobRpcVerticle(HubBus bus, JobIds newIds) {
        this.bus = bus;
        this.newIds = newIds;
    }

    @Override
    public Future<?> start() {
        JobWorkMethods work = new JobWorkMethods(bus, JobLimits.CLIENT);
        TreeMap<String, ClientMethods.Method> methods = new TreeMap<>();
        Stream.of(
                        new JobMethods(bus, newIds, JobLimits.CLIENT).methods(),
                        work.methods(),
                        new QueueMethods(bus).methods(),
                        new ScheduleMethods(bus, newIds).methods())
                .flatMap(List::stream)
                .forEach(each -> methods.put(
                        each.name(), (request, fields) -> each.call().apply(fields)));
        methods.put(
                "job_claim",
                (request, fields) -> work.claim(fields, new Caller(request.client(), request.connection())));
        methods.put("job_attach", this::attach);
        methods.put("job_detach", this::detach);
        methods.keySet().retainAll(QueueCalls.methods());
        ClientMethods clients = new ClientMethods(bus);
        return Future.all(methods.entrySet().stream()
                .map(each -> clients.answer(each.getKey(), each.getValue()))
                .toList());
    }

    private Future<Payload> attach(RpcRequest request, ApiFields fields) {
        int credit = (int) fields.integer("max_in_flight", STANDARD_CREDIT, 1, MAX_CREDIT);
        Attach attach = new Attach(JobNames.queue(fields), worker(request, fields), credit);
        return bus.request(Addresses.JOB_WORK, attach, Attached.class)
                .map(attached -> json(new JsonObject().put("max_in_flight", credit)));
    }

    private Future<Payload> detach(RpcRequest request, ApiFields fields) {
        Detach detach = new Detach(JobNames.queue(fields), worker(request, fields));
        return bus.request(Addresses.JOB_WORK, detach, Detached.class)
                .map(detached -> json(new JsonObject().put("detached", detached.wasAttached())));
    }

    private static JobWorker worker(RpcRequest request, ApiFields fields) {
        ClientMethods.requireConnection(request);
        return new JobWorker.OfConnection(request.connection(), request.client(), JobWorkFields.worker(fields));
    }

    private static Payload json(JsonObject object) {
        return Payload.ofJson(object.encode());
    }
}
