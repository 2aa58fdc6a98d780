package dev.hub.core.job;

import static dev.hub.core.job.JobGround.MAIL;
import static dev.hub.core.job.JobGround.job;
import static dev.hub.core.testkit.Completed.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hub.core.channel.Payload;
import dev.hub.core.job.Submitted.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** Jobs that others wait for. */
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(JobGrounds.class)
class FlowIT {
    private final JobGround ground;

    FlowIT(JobGround ground) {
        this.ground = ground;
    }

    private static NewJob tolerated(String id) {
        NewJob job = job(id);
        return new NewJob(
                id, job.spec(), job.data(), job.start(), job.dedup(), job.group(), job.follow(), List.of(), true);
    }

    @Test
    void parentsStartWhenAllChildrenAreDone() {
        ground.submit(job("top").after(List.of(job("middle").after(List.of(job("a"), job("b"))), job("c"))));
        assertThat(ground.start(9)).containsExactly("a", "b", "c");
        ground.complete("a");
        ground.complete("c");
        assertThat(ground.start(9)).isEmpty();
        ground.complete("b");
        assertThat(ground.start(9)).containsExactly("middle");
        ground.complete("middle");
        assertThat(ground.start(9)).containsExactly("top");
        assertThat(ground.get("top").children()).isEqualTo(Map.of("middle", "done", "c", "done"));
    }

    private JobChildren children(String id, int after, int limit) {
        return await(ground.reads.children(MAIL, id, after, limit));
    }

    private static JobChild done(String id) {
        return new JobChild(
                id, Optional.empty(), "", Optional.of(JobState.DONE), Optional.of(Payload.ofJson("\"done\"")), "");
    }

    private static JobChild notDone(String id, JobState end, String error) {
        return new JobChild(id, Optional.empty(), "", Optional.of(end), Optional.empty(), error);
    }

    private static JobChild open(String id) {
        return new JobChild(id, Optional.empty(), "", Optional.empty(), Optional.empty(), "");
    }

    @Test
    void whatBecameOfChildrenIsToldInTheirOrder() {
        JobSpec encode = JobSpec.STANDARD.named("encode 720");
        ground.submit(job("top").after(List.of(job("z").with(encode), tolerated("y"), tolerated("x"), job("w"))));
        ground.claim(3);
        ground.complete("z");
        ground.bury("y");
        ground.cancel("x");

        JobChild named = new JobChild(
                "z", Optional.empty(), "encode 720", done("z").end(), done("z").result(), "");
        assertThat(children("top", 0, 9))
                .isEqualTo(new JobChildren(
                        List.of(
                                named,
                                notDone("y", JobState.DEAD, "no use"),
                                notDone("x", JobState.CANCELLED, "not wanted"),
                                open("w")),
                        0));
        assertThat(children("w", 0, 9)).isEqualTo(new JobChildren(List.of(), 0));
        assertThatThrownBy(() -> children("nobody", 0, 9)).hasMessageContaining("unknown job");
    }

    @Test
    void childrenAreToldAPageAtATime() {
        ground.submit(job("top").after(List.of(job("a"), job("b"), job("c"))));

        assertThat(children("top", 0, 2)).isEqualTo(new JobChildren(List.of(open("a"), open("b")), 2));
        assertThat(children("top", 2, 2)).isEqualTo(new JobChildren(List.of(open("c")), 0));
        assertThat(children("top", 3, 2)).isEqualTo(new JobChildren(List.of(), 0));
    }

    @Test
    void aPageHasNoMoreThanFourMebibytesOfResults() {
        Payload large = Payload.ofJson("\"" + "x".repeat(3 * 1024 * 1024) + "\"");
        ground.submit(job("top").after(List.of(job("a"), job("b"), job("c"))));
        ground.claim(3).stream().limit(2).forEach(each -> ground.settle(new Settlement.Done(each.claim(), large)));

        JobChildren first = children("top", 0, 9);
        assertThat(first.children()).extracting(JobChild::id).containsExactly("a");
        assertThat(first.next()).isEqualTo(1);
        JobChildren second = children("top", 1, 9);
        assertThat(second.children()).extracting(JobChild::id).containsExactly("b", "c");
        assertThat(second.next()).isZero();
    }

    @Test
    void resultsOfChildrenOutliveThem() {
        ground.configure("keep_done", "0");
        ground.submit(job("top").after(List.of(job("a"), job("b"))));
        ground.claim(2);
        ground.complete("a");
        ground.complete("b");
        assertThatThrownBy(() -> ground.get("a")).hasMessageContaining("unknown job");

        assertThat(ground.start(1)).containsExactly("top");
        assertThat(children("top", 0, 9)).isEqualTo(new JobChildren(List.of(done("a"), done("b")), 0));
    }

    @Test
    void aChildThatIsDoneAfterAllHasItsResultAndNoError() {
        ground.submit(job("top").after(List.of(job("a"))));
        ground.claim(1);
        ground.bury("a");
        ground.retry("top");
        assertThat(children("top", 0, 9).children()).containsExactly(open("a"));
        ground.claim(1);
        ground.complete("a");

        assertThat(children("top", 0, 9).children()).containsExactly(done("a"));
    }

    @Test
    void childrenTellThatTheyEndedWithTheirParent() {
        ground.submit(job("top").after(List.of(job("a"))));
        ground.cancel("top");

        assertThat(children("top", 0, 9).children())
                .containsExactly(notDone("a", JobState.CANCELLED, "its parent top is over"));
    }

    @Test
    void parentsAreDeadWhenAChildIsNotDone() {
        ground.submit(job("top").after(List.of(job("middle").after(List.of(job("a"), job("b"))))));
        ground.claim(1);
        ground.bury("a");

        assertThat(ground.get("middle").ending().error()).isEqualTo("child a is dead");
        assertThat(ground.get("top").ending().cause()).isEqualTo("child");
        assertThat(ground.start(9)).containsExactly("b");
    }

    @Test
    void parentsStartAllTheSameWhenAChildMayFail() {
        ground.submit(job("top").after(List.of(tolerated("a"), job("b"))));
        ground.claim(2);
        ground.complete("b");
        ground.bury("a");
        assertThat(ground.start(9)).containsExactly("top");
        assertThat(ground.get("top").children()).containsEntry("a", "dead");
    }

    @Test
    void childrenOfACancelledParentAreCancelledToo() {
        ground.submit(job("top").after(List.of(job("middle").after(List.of(job("a"))), job("b").in("g"))));
        ground.claim(1);
        Cancelled cancelled = ground.cancel("top");

        assertThat(cancelled.jobs())
                .extracting(stopped -> stopped.claim().id())
                .containsExactlyInAnyOrder("top", "middle", "a", "b");
        assertThat(cancelled.jobs().stream().filter(stopped -> stopped.was() == JobState.ACTIVE))
                .hasSize(1)
                .allSatisfy(stopped -> assertThat(stopped.node()).isEqualTo("here"));
        assertThat(ground.start(9)).isEmpty();
    }

    @Test
    void aDeadFlowGoesOnWhenItsChildIsDoneAfterAll() {
        ground.submit(job("top").after(List.of(job("middle").after(List.of(job("a"), job("b"))))));
        ground.claim(2);
        ground.bury("a");
        ground.bury("b");
        ground.retry("a");
        assertThat(ground.state("middle")).isEqualTo(JobState.DEAD);
        ground.retry("b");
        assertThat(ground.state("middle")).isEqualTo(JobState.BLOCKED);
        assertThat(ground.state("top")).isEqualTo(JobState.BLOCKED);
        ground.claim(2).forEach(each -> ground.complete(each.claim()));
        assertThat(ground.start(1)).containsExactly("middle");
        ground.complete("middle");

        assertThat(ground.start(1)).containsExactly("top");
    }

    @Test
    void aFlowIsDoneAgainFromItsTop() {
        ground.submit(job("top").after(List.of(job("a"), job("b"), tolerated("c"))));
        ground.claim(1);
        ground.complete("a");
        ground.cancel("top");
        assertThat(ground.retry("top").ids()).containsExactly("top");
        assertThat(ground.start(9)).containsExactlyInAnyOrder("b", "c");
        ground.complete("b");
        ground.complete("c");

        assertThat(ground.start(9)).containsExactly("top");
    }

    @Test
    void parentsKeepTheirDelay() {
        ground.submit(job("top").with(JobStart.delay(100)).after(List.of(job("a"))));
        ground.claim(1);
        ground.complete("a");
        assertThat(ground.state("top")).isEqualTo(JobState.DELAYED);
        ground.pass(100);
        assertThat(ground.start(1)).containsExactly("top");
    }

    @Test
    void areTakenAsAWholeOrNotAtAll() {
        ground.configure("max_size", "2");
        NewJob flow = job("top").after(List.of(job("a"), job("b")));
        assertThat(ground.submit(flow).outcome()).isEqualTo(Outcome.FULL);
        ground.configure("max_size", "3");
        assertThat(ground.submit(flow).outcome()).isEqualTo(Outcome.TAKEN);
        assertThat(ground.submit(flow).outcome()).isEqualTo(Outcome.KNOWN);
        assertThat(ground.submit(job("other").after(List.of(job("a")))).outcome())
                .isEqualTo(Outcome.CONFLICT);
    }

    @Test
    void mustNotBeCircular() {
        assertThatThrownBy(() -> job("a").after(List.of(job("b").after(List.of(job("a"))))))
                .hasMessage("a flow has each job once, and \"a\" more often");
    }
}
