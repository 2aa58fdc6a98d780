package dev.hub.examples;

import dev.hub.core.bus.Employment;
import dev.hub.core.bus.HubClient;
import dev.hub.core.bus.HubJobs;
import dev.hub.core.bus.JobContext;
import dev.hub.core.bus.JobHandler;
import dev.hub.core.bus.JobWorkerOptions;
import dev.hub.core.bus.RpcRequest;
import dev.hub.core.bus.UnrecoverableJobException;
import dev.hub.core.channel.Payload;
import dev.hub.core.job.Backoff;
import dev.hub.core.job.JobSpec;
import dev.hub.core.job.NewJob;
import dev.hub.core.job.QueueName;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Sends mails: whoever calls {@code invite} has one sent, and this verticle, on every instance, sends them. */
public final class MailVerticle extends VerticleBase {
    private static final QueueName MAIL = new QueueName("mail");
    private static final JobSpec INVITATION =
            JobSpec.STANDARD.named("invitation").trying(5, Backoff.STANDARD);

    private final Mailer mailer;
    private @Nullable Employment employment;

    /** One that is not deployed yet. */
    public MailVerticle(Mailer mailer) {
        this.mailer = mailer;
    }

    /** Sends a mail. */
    public interface Mailer {
        /** Blocks until it is sent. */
        void send(String to) throws IOException;
    }

    @Override
    public Future<?> start() {
        HubClient hub = HubClient.of(vertx);
        Employment work = hub.jobs().work(MAIL, JobWorkerOptions.STANDARD.with(20), JobHandler.blocking(this::send));
        employment = work;
        return Future.all(work.ready(), hub.onRpc("invite", request -> invite(hub.jobs(), request)));
    }

    /** The call may be repeated: an invitation has the id of whom it is for. */
    private Future<Payload> invite(HubJobs jobs, RpcRequest request) {
        String to = new JsonObject(request.data().toJson()).getString("to");
        return jobs.submit(MAIL, NewJob.of("invitation:" + to, request.data()).with(INVITATION))
                .map(taken ->
                        Payload.ofJson(new JsonObject().put("job", taken.id()).encode()));
    }

    /** On a virtual thread. What it throws is a failed attempt, to be made again unless it is an unrecoverable one. */
    private Payload send(JobContext job) throws IOException {
        String to = new JsonObject(job.data().toJson()).getString("to", "");
        if (!to.contains("@")) {
            throw new UnrecoverableJobException("no address: " + to);
        }
        mailer.send(to);
        return Payload.ofJson("{\"sent\":true}");
    }

    /** What runs is finished, as far as {@code jobs.shutdown-timeout} allows. */
    @Override
    public Future<?> stop() {
        return employment == null ? Future.succeededFuture() : employment.drain();
    }
}
