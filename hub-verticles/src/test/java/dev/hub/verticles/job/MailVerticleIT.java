package dev.hub.verticles.job;

import static dev.hub.verticles.Instance.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.bus.RpcRequest;
import dev.hub.core.channel.Payload;
import dev.hub.core.config.JobsConfig;
import dev.hub.core.job.JobState;
import dev.hub.core.job.JobView;
import dev.hub.core.job.QueueName;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.SharedServers;
import dev.hub.examples.MailVerticle;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The verticle that the documentation shows does what it says. */
@ExtendWith(SharedServers.Provider.class)
class MailVerticleIT {
    private final JobInstance hub;
    private final List<String> sent = new CopyOnWriteArrayList<>();

    MailVerticleIT(SharedServers servers) {
        hub = JobInstance.start(servers.on(Engine.VALKEY).url(), servers.prefix(), JobsConfig.defaults());
        hub.instance.deploy(new MailVerticle(sent::add));
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private String invite(String to) {
        Payload data = Payload.ofJson(new JsonObject().put("to", to).encode());
        Payload answer = get(hub.instance.bus().call(new RpcRequest("invite", data, "ann", "", "")));
        return new JsonObject(answer.toJson()).getString("job");
    }

    private JobView end(String id) {
        return get(hub.jobs.await(new QueueName("mail"), id, Duration.ofSeconds(5)));
    }

    @Test
    void sendsEachInvitationOnce() {
        String id = invite("ann@example.com");

        assertThat(invite("ann@example.com")).isEqualTo(id);
        assertThat(end(id).ending().result()).contains(Payload.ofJson("{\"sent\":true}"));
        assertThat(sent).containsExactly("ann@example.com");
    }

    @Test
    void givesUpOnWhatIsNoAddress() {
        JobView job = end(invite("ann"));

        assertThat(job.state()).isEqualTo(JobState.DEAD);
        assertThat(job.ending().error()).endsWith("no address: ann");
        assertThat(sent).isEmpty();
    }
}
