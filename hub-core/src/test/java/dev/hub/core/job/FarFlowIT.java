package dev.hub.core.job;

import static dev.hub.core.job.FarGround.SOUND;
import static dev.hub.core.job.FarGround.TOP;
import static dev.hub.core.job.FarGround.VIDEO;
import static dev.hub.core.job.JobGround.job;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.job.Submitted.Outcome;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.OnEachEngine;
import dev.hub.core.testkit.SharedServers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Jobs that wait for others in other queues. */
@OnEachEngine
@ExtendWith(SharedServers.Provider.class)
class FarFlowIT {
    private final JobGround ground;
    private final FarGround far;

    FarFlowIT(Engine engine, SharedServers servers) {
        ground = new JobGround(servers.on(engine).url(), servers.prefix());
        far = new FarGround(ground);
    }

    @AfterEach
    void close() {
        try (JobGround open = ground) {
            far.verify();
            open.clear();
        }
    }

    /** {@code top} waits for {@code a} here, {@code v} and {@code s} elsewhere. */
    private static NewJob flow() {
        return job("top").after(List.of(job("a"), job("v").at(VIDEO), job("s").at(SOUND)));
    }

    private static JobChild done(String id, QueueName queue) {
        return new JobChild(
                id, Optional.of(queue), "", Optional.of(JobState.DONE), Optional.of(FarGround.result(id)), "");
    }

    @Test
    void parentsStartWhenTheirChildrenInAllQueuesAreDone() {
        assertThat(far.submit(flow())).isEqualTo(new Submitted(Outcome.TAKEN, "top"));
        assertThat(far.start(TOP)).containsExactly("a");
        assertThat(far.start(VIDEO)).containsExactly("v");
        assertThat(far.start(SOUND)).containsExactly("s");
        far.complete(VIDEO, "v");
        far.complete(SOUND, "s");
        far.sweep();
        assertThat(far.start(TOP)).isEmpty();
        far.complete(TOP, "a");

        assertThat(far.start(TOP)).containsExactly("top");
        assertThat(far.get(TOP, "top").children()).isEqualTo(Map.of("a", "done", "v", "done", "s", "done"));
        assertThat(far.children(TOP, "top")).contains(done("v", VIDEO), done("s", SOUND));
        assertThat(far.get(VIDEO, "v").parent()).isEqualTo(new JobView.Parent("top", Optional.of(TOP)));
    }

    @Test
    void childrenInOtherQueuesHaveChildrenInOthersAndInTheirs() {
        far.submit(job("top")
                .after(List.of(job("v").at(VIDEO)
                        .after(List.of(
                                job("near"),
                                job("s").at(SOUND).after(List.of(job("back").at(TOP))))))));

        assertThat(far.start(VIDEO)).containsExactly("near");
        assertThat(far.start(SOUND)).isEmpty();
        assertThat(far.start(TOP)).containsExactly("back");
        far.complete(VIDEO, "near");
        far.complete(TOP, "back");
        far.sweep();
        assertThat(far.start(SOUND)).containsExactly("s");
        far.complete(SOUND, "s");
        far.sweep();
        assertThat(far.start(VIDEO)).containsExactly("v");
        far.complete(VIDEO, "v");
        far.sweep();
        assertThat(far.start(TOP)).containsExactly("top");
    }
}
