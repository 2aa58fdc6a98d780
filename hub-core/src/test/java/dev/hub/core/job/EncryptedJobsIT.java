package dev.hub.core.job;

import static dev.hub.core.job.JobGround.MAIL;
import static dev.hub.core.testkit.Completed.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hub.core.auth.Secret;
import dev.hub.core.channel.Payload;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.SharedServers;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What jobs carry, encrypted in a real server. */
@ExtendWith(SharedServers.Provider.class)
class EncryptedJobsIT {
    private static final Secret KEY = Secret.of(Base64.getEncoder().encodeToString(new byte[32]));
    private static final Payload HIDDEN = Payload.ofJson("{\"to\":\"ann@example.com\"}");

    private JobGround ground;
    private JobGround keyless;

    @BeforeEach
    void start(SharedServers servers) {
        String url = servers.on(Engine.VALKEY).url();
        String prefix = servers.prefix();
        ground = new JobGround(url, prefix, new JobCipher("a", Map.of("a", KEY), new SecureRandom()));
        keyless = new JobGround(url, prefix);
    }

    @AfterEach
    void stop() {
        ground.close();
        keyless.close();
    }

    private static NewJob job(String id) {
        return NewJob.of(id, HIDDEN);
    }

    private ClaimedJob claim() {
        return ground.claim(1).getFirst();
    }

    private Response ask(Command command, String key, String... args) {
        return Objects.requireNonNull(ground.send(command, key, args));
    }

    /** All that stands in the keys of jobs. */
    private String written() {
        StringBuilder all = new StringBuilder();
        for (String keys : List.of("*:j:*", "*:ch:*")) {
            Response found = ask(Command.KEYS, ground.prefix + keys);
            assertThat(found).isNotEmpty();
            found.forEach(key -> ask(Command.HVALS, key.toString())
                    .forEach(value -> all.append(new String(value.toBytes(), StandardCharsets.ISO_8859_1))));
        }
        return all.toString();
    }

    @Test
    void standInTheServerWithoutAWordOfWhatTheyCarry() {
        ground.submit(job("parent").after(List.of(job("child"))));
        ClaimedJob child = claim();
        await(ground.store.note(MAIL, child.claim(), Optional.of(HIDDEN), List.of("a line"), 10));
        ground.settle(new Settlement.Done(child.claim(), HIDDEN));
        ClaimedJob parent = claim();

        assertThat(written()).contains("parent").doesNotContain("ann").doesNotContain("example");
        assertThat(List.of(child.data(), parent.data())).containsOnly(HIDDEN);
        JobView view = ground.get("child");
        assertThat(view.data()).isEqualTo(HIDDEN);
        assertThat(view.progress()).contains(HIDDEN);
        assertThat(view.ending().result()).contains(HIDDEN);
        assertThat(view.unreadable()).isEmpty();
        assertThat(await(ground.reads.children(MAIL, "parent", 0, 10)).children())
                .extracting(JobChild::result)
                .containsExactly(Optional.of(HIDDEN));
    }

    @Test
    void keepTheirSecretWhenTheirPayloadIsChanged() {
        ground.submit(job("a"));
        ground.settle(new Settlement.Bury(claim().claim(), "no", Settlement.Cause.FAILED));
        Payload other = Payload.ofJson("\"bob@example.com\"");
        await(ground.changes.retry(MAIL, "a", Optional.empty(), Optional.of(other)));

        assertThat(ask(Command.HGET, ground.queues.keys().job(MAIL, "a"), "d").toString())
                .doesNotContain("bob");
        assertThat(claim().data()).isEqualTo(other);
    }

    @Test
    void mayHaveBeenSubmittedBeforeInPlain() {
        keyless.submit(job("a"));

        assertThat(claim().data()).isEqualTo(HIDDEN);
    }

    @Test
    void areDeadWhenNobodyCanReadThemAndStopNoOthers() {
        ground.submit(job("a"));
        keyless.submit(job("b"));

        Worked first = keyless.work(Work.claiming(new Taker("w", 1)));
        Worked second = keyless.work(Work.claiming(new Taker("w", 1)));

        assertThat(first.claimed()).isEmpty();
        assertThat(first.unreadable()).isEqualTo(1);
        assertThat(second.claimed()).extracting(job -> job.claim().id()).containsExactly("b");
        JobView dead = keyless.get("a");
        assertThat(dead.state()).isEqualTo(JobState.DEAD);
        assertThat(dead.ending().cause()).isEqualTo("unreadable");
        assertThat(dead.ending().error()).isEqualTo(dead.unreadable()).contains("\"a\"");
        assertThat(dead.data()).isEqualTo(Payload.NULL);
        assertThat(keyless.faults()).isEmpty();
    }

    @Test
    void areDoneAfterAllOnceTheKeyIsThere() {
        ground.submit(job("a"));
        keyless.start(1);
        ground.retry("a");

        assertThat(claim().data()).isEqualTo(HIDDEN);
    }

    @Test
    void doNotPassAResultThatCannotBeReadForNone() {
        ground.submit(job("parent").after(List.of(job("child"))));
        ground.settle(new Settlement.Done(claim().claim(), HIDDEN));

        assertThatThrownBy(() -> await(keyless.reads.children(MAIL, "parent", 0, 10)))
                .rootCause()
                .hasMessageContaining("the result of child cannot be read");
    }

    @Test
    void childrenInOtherQueuesCarryNothingInPlainAndTheirParentReadsWhatTheyGave() {
        QueueName video = new QueueName("video");
        JobIntake intake = new JobIntake(ground.store, new FlowCourier(ground.queues, (queue, stopped) -> {}));
        await(intake.submit(MAIL, List.of(job("top").after(List.of(job("v").at(video))))));
        ClaimedJob child = await(ground.store.work(video, "here", Work.claiming(new Taker("w", 1))))
                .claimed()
                .getFirst();
        assertThat(child.data()).isEqualTo(HIDDEN);
        await(ground.store.work(video, "here", Work.settling(List.of(new Settlement.Done(child.claim(), HIDDEN)))));
        Awaitility.await().until(() -> ground.start(1).equals(List.of("top")));

        assertThat(await(ground.reads.children(MAIL, "top", 0, 9))
                        .children()
                        .getFirst()
                        .result())
                .contains(HIDDEN);
        assertThat(written()).doesNotContain("ann");
    }
}
