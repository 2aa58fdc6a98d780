package dev.hub.core.job;

import static dev.hub.core.job.FarGround.SOUND;
import static dev.hub.core.job.FarGround.TOP;
import static dev.hub.core.job.FarGround.VIDEO;
import static dev.hub.core.job.JobGround.job;
import static dev.hub.core.testkit.Completed.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.hub.core.channel.Payload;
import dev.hub.core.job.Submitted.Outcome;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.OnEachEngine;
import dev.hub.core.testkit.SharedServers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
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

    private void topStartsWhenVIsDone() {
        assertThat(far.start(VIDEO)).containsExactly("v");
        far.complete(VIDEO, "v");
        far.sweep();
        assertThat(far.start(TOP)).containsExactly("top");
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
        topStartsWhenVIsDone();
    }

    // ---- who does it dies between two steps

    @Test
    void whatWasNotSubmittedIsSubmittedBySomebodyElse() {
        far.submitParentOnly(flow());
        assertThat(far.start(VIDEO)).isEmpty();
        far.sweep();

        assertThat(far.start(VIDEO)).containsExactly("v");
        assertThat(far.start(SOUND)).containsExactly("s");
    }

    @Test
    void whatWasSubmittedIsNotSubmittedOnceMore() {
        far.configure(VIDEO, "keep_done", "0");
        far.submitParentOnly(flow());
        Outgoing late = far.outgoing(TOP);
        List<FarChild> toVideo = late.children().stream()
                .filter(child -> child.queue().equals(VIDEO))
                .toList();
        assertThat(await(far.flows.submit(VIDEO, toVideo))).containsExactly(Outcome.TAKEN);
        far.sweep();
        assertThat(far.start(VIDEO)).containsExactly("v");
        far.complete(VIDEO, "v");
        far.sweep();

        assertThat(await(far.flows.submit(VIDEO, toVideo))).containsExactly(Outcome.KNOWN);
        assertThat(far.start(VIDEO)).isEmpty();
        assertThat(far.children(TOP, "top")).contains(done("v", VIDEO));
    }

    @Test
    void aWordThatWasNotBroughtIsBroughtBySomebodyElseAndCountsOnce() {
        far.submit(job("top").after(List.of(job("v").at(VIDEO), job("s").at(SOUND))));
        far.start(VIDEO);
        far.start(SOUND);
        far.complete(VIDEO, "v");
        List<Outgoing.Word> words = far.outgoing(VIDEO).words();
        await(far.flows.hear(TOP, words));
        await(far.flows.hear(TOP, words));
        far.sweep();
        await(far.flows.hear(TOP, words));

        assertThat(far.state(TOP, "top")).isEqualTo(JobState.BLOCKED);
        far.complete(SOUND, "s");
        far.sweep();
        assertThat(far.start(TOP)).containsExactly("top");
    }

    @Test
    void aWordForAParentOfAnEarlierSubmissionCountsForNobody() {
        far.submit(job("top").after(List.of(job("v").at(VIDEO))));
        far.start(VIDEO);
        far.complete(VIDEO, "v");
        List<Outgoing.Word> words = far.outgoing(VIDEO).words();
        far.cancel(TOP, "top");
        far.sweep();
        await(ground.changes.remove(TOP, List.of("top")));
        await(ground.changes.remove(VIDEO, List.of("v")));
        far.submit(job("top").after(List.of(job("v").at(VIDEO))));
        await(far.flows.hear(TOP, words));

        assertThat(far.state(TOP, "top")).isEqualTo(JobState.BLOCKED);
        assertThat(far.start(VIDEO)).containsExactly("v");
    }

    @Test
    void aWordThatIsOlderThanWhatTheParentWantsChangesNothing() {
        far.submit(job("top").after(List.of(job("v").at(VIDEO))));
        far.start(VIDEO);
        far.bury(VIDEO, "v");
        List<Outgoing.Word> words = far.outgoing(VIDEO).words();
        far.sweep();
        assertThat(far.get(TOP, "top").ending().error()).isEqualTo("child v is dead");
        far.retry(TOP, "top");
        await(far.flows.hear(TOP, words));
        assertThat(far.state(TOP, "top")).isEqualTo(JobState.BLOCKED);
        far.sweep();
        await(far.flows.hear(TOP, words));

        assertThat(far.state(TOP, "top")).isEqualTo(JobState.BLOCKED);
        assertThat(far.start(VIDEO)).containsExactly("v");
    }

    // ---- parents that end before their children

    @Test
    void childrenInOtherQueuesAreCancelledWithTheirParent() {
        far.submit(flow());
        far.claim(VIDEO);
        far.cancel(TOP, "top");
        far.sweep();

        assertThat(far.get(VIDEO, "v").ending().cause()).isEqualTo("parent");
        assertThat(far.get(SOUND, "s").ending().error()).isEqualTo("its parent top is over");
        assertThat(far.stopped)
                .extracting(each -> each.claim().id(), Cancelled.Stopped::was)
                .contains(tuple("v", JobState.ACTIVE), tuple("s", JobState.READY));
    }

    @Test
    void childrenInOtherQueuesAreCancelledWhenTheirParentExpires() {
        far.submit(job("top").with(new JobStart(0, 0, 0, 5_000)).after(List.of(job("v").at(VIDEO))));
        ground.pass(5_000);
        far.sweep();

        assertThat(far.state(TOP, "top")).isEqualTo(JobState.EXPIRED);
        assertThat(far.state(VIDEO, "v")).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void childrenInOtherQueuesAreCancelledWhenTheirParentIsPurged() {
        far.submit(flow());
        ground.purge(JobState.BLOCKED);
        far.sweep();

        assertThat(far.state(VIDEO, "v")).isEqualTo(JobState.CANCELLED);
        assertThat(far.state(SOUND, "s")).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void aChildWhoseParentIsGoneDoesNotComeLate() {
        far.submitParentOnly(job("top").after(List.of(job("v").at(VIDEO))));
        Outgoing late = far.outgoing(TOP);
        ground.purge(JobState.BLOCKED);
        far.sweep();

        assertThat(await(far.flows.submit(VIDEO, late.children()))).containsExactly(Outcome.KNOWN);
        assertThat(far.start(VIDEO)).isEmpty();
    }

    @Test
    void aChildOfACancelledParentIsCancelledAlsoIfItComesLate() {
        far.submitParentOnly(job("top").after(List.of(job("v").at(VIDEO))));
        far.cancel(TOP, "top");
        far.sweep();
        assertThat(far.state(VIDEO, "v")).isEqualTo(JobState.CANCELLED);

        far.retry(TOP, "top");
        far.sweep();
        topStartsWhenVIsDone();
    }

    // ---- children that end otherwise than well

    @Test
    void parentsAreDeadWhenAChildElsewhereIsNotDone() {
        far.submit(job("top").after(List.of(job("middle").after(List.of(job("v").at(VIDEO))))));
        far.start(VIDEO);
        far.bury(VIDEO, "v");
        far.sweep();

        assertThat(far.get(TOP, "middle").ending().error()).isEqualTo("child v is dead");
        assertThat(far.get(TOP, "top").ending().cause()).isEqualTo("child");
    }

    @Test
    void parentsStartAllTheSameWhenAChildElsewhereMayFail() {
        NewJob v = job("v");
        far.submit(job("top")
                .after(List.of(new NewJob(
                        v.id(),
                        v.spec(),
                        v.data(),
                        v.start(),
                        v.dedup(),
                        v.group(),
                        v.follow(),
                        v.children(),
                        true,
                        Optional.of(VIDEO)))));
        ground.pass(1);
        far.cancel(VIDEO, "v");
        far.sweep();

        assertThat(far.start(TOP)).containsExactly("top");
        assertThat(far.children(TOP, "top"))
                .containsExactly(new JobChild(
                        "v", Optional.of(VIDEO), "", Optional.of(JobState.CANCELLED), Optional.empty(), "not wanted"));
    }

    @Test
    void aParentThatIsRetriedHasItsChildrenElsewhereDoneAgain() {
        far.submit(flow());
        far.start(VIDEO);
        far.bury(VIDEO, "v");
        far.sweep();
        assertThat(far.retry(TOP, "top").ids()).containsExactly("top");
        far.sweep();
        assertThat(far.start(VIDEO)).containsExactly("v");
        far.complete(VIDEO, "v");
        far.start(SOUND);
        far.complete(SOUND, "s");
        far.sweep();
        assertThat(far.start(TOP)).containsExactly("a");
        far.complete(TOP, "a");

        assertThat(far.start(TOP)).containsExactly("top");
        assertThat(far.children(TOP, "top")).contains(done("v", VIDEO), done("s", SOUND));
    }

    @Test
    void aChildElsewhereThatIsRetriedGivesItsParentAnotherChance() {
        far.submit(job("top").after(List.of(job("middle").after(List.of(job("v").at(VIDEO))))));
        far.start(VIDEO);
        far.bury(VIDEO, "v");
        far.sweep();
        far.retry(VIDEO, "v");
        far.sweep();
        assertThat(far.state(TOP, "middle")).isEqualTo(JobState.BLOCKED);
        assertThat(far.state(TOP, "top")).isEqualTo(JobState.BLOCKED);
        far.start(VIDEO);
        far.complete(VIDEO, "v");
        far.sweep();

        assertThat(far.start(TOP)).containsExactly("middle");
    }

    @Test
    void ofSeveralWordsThatWereNotBroughtTheLastOneCounts() {
        far.submit(job("top").after(List.of(job("v").at(VIDEO))));
        far.start(VIDEO);
        far.bury(VIDEO, "v");
        far.sweep();
        far.retry(VIDEO, "v");
        far.start(VIDEO);
        far.complete(VIDEO, "v");
        far.sweep();

        assertThat(far.start(TOP)).containsExactly("top");
        assertThat(far.children(TOP, "top")).containsExactly(done("v", VIDEO));
    }

    @Test
    void aParentThatIsRetriedGoesOnWithoutAChildThatWasForgotten() {
        far.submit(job("top").after(List.of(job("v").at(VIDEO))));
        far.start(VIDEO);
        far.bury(VIDEO, "v");
        far.sweep();
        await(ground.changes.remove(VIDEO, List.of("v")));
        far.retry(TOP, "top");
        far.sweep();

        assertThat(far.start(TOP)).containsExactly("top");
        assertThat(far.children(TOP, "top").getFirst().error()).isEqualTo("it is not there any more");
    }

    /** Results that are encrypted hold any bytes, too. */
    @Test
    void whatAChildGaveOrFailedWithArrivesByteForByte() {
        far.submit(job("top").after(List.of(job("v").at(VIDEO))));
        JobClaim claim = far.claim(VIDEO).getFirst().claim();
        Settlement failed = new Settlement.Bury(claim, "\na\r\nb \u0001", Settlement.Cause.FAILED);
        await(ground.store.work(VIDEO, "here", Work.settling(List.of(failed))));
        far.sweep();

        assertThat(far.children(TOP, "top").getFirst().error()).isEqualTo("\na\r\nb \u0001");
    }

    @Test
    void aPurgedChildFailsItsParent() {
        far.submit(job("top").after(List.of(job("v").at(VIDEO))));
        await(ground.ops.purge(VIDEO, Set.of(JobState.READY)));
        far.sweep();

        assertThat(far.get(TOP, "top").ending().error()).isEqualTo("child v is cancelled");
    }

    // ---- queues that refuse

    private void isNotThere(QueueName queue, String id) {
        assertThatThrownBy(() -> far.get(queue, id)).hasMessageContaining("unknown job");
    }

    @Test
    void aFlowIsNotTakenWhenTheQueueOfAChildIsFull() {
        far.configure(VIDEO, "max_size", "2");
        await(ground.store.submit(VIDEO, List.of(job("other"))));
        NewJob tooMuch = job("top").after(List.of(job("s").at(SOUND), job("v").at(VIDEO), job("w").at(VIDEO)));

        Submitted refused = far.submit(tooMuch);

        assertThat(refused).isEqualTo(new Submitted(Outcome.FULL, "top", Optional.of(VIDEO)));
        assertThat(refused.refusal(TOP).orElseThrow()).hasMessageContaining("wait in video");
        isNotThere(TOP, "top");
        isNotThere(SOUND, "s");

        await(ground.changes.cancel(VIDEO, List.of("other"), ""));
        assertThat(far.submit(tooMuch)).isEqualTo(new Submitted(Outcome.TAKEN, "top"));
        assertThat(far.submit(tooMuch)).isEqualTo(new Submitted(Outcome.KNOWN, "top"));
    }

    @Test
    void aFlowIsNotTakenWhenTheQueueOfAChildsChildIsDrained() {
        await(ground.ops.drain(SOUND));

        Submitted refused = far.submit(job("top")
                .after(List.of(job("v").at(VIDEO).after(List.of(job("s").at(SOUND))), job("near"))));

        assertThat(refused).isEqualTo(new Submitted(Outcome.CLOSED, "top", Optional.of(SOUND)));
        isNotThere(TOP, "near");
    }

    @Test
    void aFlowIsNotTakenWhenAnIdOfAChildIsThereAlready() {
        await(ground.store.submit(VIDEO, List.of(job("v"))));
        await(ground.store.submit(TOP, List.of(job("v"))));

        assertThat(far.submit(flow())).isEqualTo(new Submitted(Outcome.CONFLICT, "top", Optional.of(VIDEO)));
        isNotThere(TOP, "top");
        assertThat(far.start(VIDEO)).containsExactly("v");
    }

    @Test
    void aFlowIsGivenUpWhenTheQueueOfAChildHasBecomeFull() {
        far.configure(VIDEO, "max_size", "1");
        await(ground.store.submit(VIDEO, List.of(job("other"))));

        Submitted refused = far.submitUnasked(job("over")
                .after(List.of(job("top").after(List.of(flow().children().get(1))), job("near"), job("s").at(SOUND))));

        assertThat(refused).isEqualTo(new Submitted(Outcome.FULL, "over", Optional.of(VIDEO)));
        assertThat(refused.refusal(TOP).orElseThrow()).hasMessageContaining("wait in video");
        far.sweep();
        assertThat(far.get(TOP, "top").ending().error()).startsWith("child v: queue full");
        assertThat(far.get(TOP, "over").ending().cause()).isEqualTo("child");
        assertThat(far.get(TOP, "near").ending().cause()).isEqualTo("parent");
        assertThat(far.get(SOUND, "s").ending().cause()).isEqualTo("parent");

        await(ground.changes.cancel(VIDEO, List.of("other"), ""));
        assertThat(far.retry(TOP, "over").ids()).containsExactly("over");
        far.sweep();
        assertThat(far.start(VIDEO)).containsExactly("v");
        assertThat(far.start(SOUND)).containsExactly("s");
        assertThat(far.start(TOP)).containsExactly("near");
        far.complete(VIDEO, "v");
        far.complete(SOUND, "s");
        far.complete(TOP, "near");
        far.sweep();
        assertThat(far.start(TOP)).containsExactly("top");
    }

    @Test
    void aFlowIsGivenUpWhenTheQueueOfAChildsChildWasJustDrained() {
        await(ground.ops.drain(SOUND));

        Submitted refused = far.submitUnasked(job("top")
                .after(List.of(job("v").at(VIDEO).after(List.of(job("s").at(SOUND), job("w"))), job("near"))));

        assertThat(refused).isEqualTo(new Submitted(Outcome.CLOSED, "top", Optional.of(SOUND)));
        far.sweep();
        assertThat(far.state(TOP, "top")).isEqualTo(JobState.DEAD);
        assertThat(far.state(TOP, "near")).isEqualTo(JobState.CANCELLED);
        assertThat(far.state(VIDEO, "v")).isEqualTo(JobState.DEAD);
        assertThat(far.state(VIDEO, "w")).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void aChildThatAnotherOneFoundRoomForIsCancelledWhenItsFlowWasRefused() {
        far.submitParentOnly(job("top").after(List.of(job("v").at(VIDEO))));
        List<FarChild> children = far.outgoing(TOP).children();
        far.settle(TOP, new FlowStore.Receipt.Refused(children.getFirst(), "queue full"));
        assertThat(await(far.flows.submit(VIDEO, children))).containsExactly(Outcome.TAKEN);
        far.settle(TOP, new FlowStore.Receipt.Sent(children.getFirst()));
        far.sweep();

        assertThat(far.state(TOP, "top")).isEqualTo(JobState.DEAD);
        assertThat(far.state(VIDEO, "v")).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void aChildThatAnotherOneFoundRoomForIsCancelledAlsoIfNobodySaysThatItCame() {
        far.submitParentOnly(job("top").after(List.of(job("v").at(VIDEO))));
        List<FarChild> children = far.outgoing(TOP).children();
        assertThat(await(far.flows.submit(VIDEO, children))).containsExactly(Outcome.TAKEN);
        far.settle(TOP, new FlowStore.Receipt.Refused(children.getFirst(), "queue full"));
        far.sweep();

        assertThat(far.state(TOP, "top")).isEqualTo(JobState.DEAD);
        assertThat(far.state(VIDEO, "v")).isEqualTo(JobState.CANCELLED);
        far.retry(TOP, "top");
        far.sweep();
        assertThat(far.start(VIDEO)).containsExactly("v");
    }

    @Test
    void aChildThatWasRefusedWhenItsParentWasOverComesWhenThatIsRetried() {
        far.submitParentOnly(job("top").after(List.of(job("v").at(VIDEO))));
        FarChild child = far.outgoing(TOP).children().getFirst();
        far.cancel(TOP, "top");
        far.settle(TOP, new FlowStore.Receipt.Refused(child, "queue full"));
        far.sweep();
        far.retry(TOP, "top");
        far.sweep();
        assertThat(far.start(VIDEO)).containsExactly("v");
        far.complete(VIDEO, "v");
        far.sweep();

        assertThat(far.start(TOP)).containsExactly("top");
    }

    @Test
    void aPausedQueueTakesChildren() {
        await(ground.ops.pause(VIDEO));
        assertThat(far.submit(flow()).outcome()).isEqualTo(Outcome.TAKEN);
        assertThat(far.start(VIDEO)).isEmpty();
        await(ground.ops.resume(VIDEO));

        assertThat(far.start(VIDEO)).containsExactly("v");
    }

    @Test
    void aFlowThatIsSubmittedOnceMoreIsKnown() {
        far.submit(flow());
        assertThat(far.submit(flow())).isEqualTo(new Submitted(Outcome.KNOWN, "top"));

        assertThat(far.start(VIDEO)).containsExactly("v");
        far.complete(VIDEO, "v");
        assertThat(far.submit(flow())).isEqualTo(new Submitted(Outcome.KNOWN, "top"));
        assertThat(far.start(VIDEO)).isEmpty();
    }

    @Test
    void aChildWhoseIdHasJustComeHasItsFlowGivenUp() {
        await(ground.store.submit(VIDEO, List.of(job("v"))));
        await(ground.store.submit(TOP, List.of(job("v"))));

        Submitted refused = far.submitUnasked(flow());

        assertThat(refused).isEqualTo(new Submitted(Outcome.CONFLICT, "top", Optional.of(VIDEO)));
        far.sweep();
        assertThat(far.get(TOP, "top").ending().error()).contains("child v: bad request");
        assertThat(far.get(VIDEO, "v").parent()).isEqualTo(JobView.Parent.NONE);
        assertThat(far.start(VIDEO)).containsExactly("v");
    }

    @Test
    void childrenElsewhereTakeNoRoomInTheQueueOfTheirParent() {
        far.configure(TOP, "max_size", "2");
        assertThat(far.submit(flow()).outcome()).isEqualTo(Outcome.TAKEN);
        assertThat(far.submit(job("other")).outcome()).isEqualTo(Outcome.FULL);
    }

    @Test
    void tooMuchDataForOtherQueuesIsRefusedAtOnce() {
        Payload large = Payload.ofJson("\"" + "x".repeat(2 * 1024 * 1024) + "\"");
        List<NewJob> children =
                List.of(NewJob.of("v", large).at(VIDEO), NewJob.of("s", large).at(SOUND));

        assertThatThrownBy(() -> far.submit(job("top").after(children)))
                .hasRootCauseMessage(
                        "children in other queues must have at most 4194304 bytes of data together, got 4194308");
    }

    @Test
    void aJobThatIsNoChildIsForTheQueueThatItIsSubmittedTo() {
        assertThatThrownBy(() -> far.submit(job("top").at(VIDEO)))
                .hasMessage("queue is for children, and that of top is another one");
    }

    @Test
    void aThousandChildrenGoInAsManyCallsAsTheyNeed() {
        List<NewJob> children = IntStream.range(0, 999)
                .mapToObj(i -> NewJob.of("c" + i, Payload.ofJson("\"" + "x".repeat(3_000) + "\""))
                        .at(i % 2 == 0 ? VIDEO : SOUND))
                .toList();
        far.submitParentOnly(job("top").after(children));
        far.sweep();

        assertThat(await(ground.ops.stats(VIDEO)).depth()).containsEntry(JobState.READY, 500L);
        assertThat(await(ground.ops.stats(SOUND)).depth()).containsEntry(JobState.READY, 499L);
    }

    // ---- servers that lose their last writes

    private void waitLong() {
        ground.pass(61_000);
        far.sweep();
    }

    @Test
    void aParentThatForgotWhatItHeardIsToldAgain() {
        far.submit(job("top").after(List.of(job("v").at(VIDEO))));
        far.start(VIDEO);
        far.complete(VIDEO, "v");
        for (Outgoing.Word word : far.outgoing(VIDEO).words()) {
            far.settle(VIDEO, new FlowStore.Receipt.Heard(word));
        }
        far.sweep();
        assertThat(far.state(TOP, "top")).isEqualTo(JobState.BLOCKED);
        waitLong();

        assertThat(far.start(TOP)).containsExactly("top");
        assertThat(far.children(TOP, "top")).containsExactly(done("v", VIDEO));
    }

    @Test
    void aParentWaitsAsLongAsItsChildIsThere() {
        far.submit(job("top").after(List.of(job("v").at(VIDEO))));
        far.start(VIDEO);
        waitLong();
        waitLong();
        assertThat(far.state(TOP, "top")).isEqualTo(JobState.BLOCKED);
        far.start(VIDEO);
        far.complete(VIDEO, "v");
        far.sweep();

        assertThat(far.start(TOP)).containsExactly("top");
    }

    @Test
    void aParentDoesNotWaitForeverForAChildThatWasLost() {
        far.submit(job("top").after(List.of(job("v").at(VIDEO))));
        far.lose(VIDEO);
        waitLong();

        assertThat(far.get(TOP, "top").ending().error()).isEqualTo("child v is not there any more");
    }
}
