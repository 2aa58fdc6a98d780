package dev.hub.core.bus;

import static dev.hub.core.testkit.Completed.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hub.core.bus.JobWork.Attach;
import dev.hub.core.bus.JobWork.GiveBack;
import dev.hub.core.bus.JobWorkerEvent.Reason;
import dev.hub.core.channel.Payload;
import dev.hub.core.job.ClaimedJob;
import dev.hub.core.job.JobClaim;
import dev.hub.core.job.JobSpec;
import dev.hub.core.job.QueueName;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a worker does with jobs that come before it can begin with them; the hub is played. */
class EmploymentTest {
    private static final QueueName MAIL = new QueueName("mail");
    private static final JobWorkerOptions ONE = JobWorkerOptions.STANDARD.with(1);

    private final Vertx vertx = Vertx.vertx();
    private final HubBus bus = HubBus.install(vertx, 1);
    private final Context loop = vertx.getOrCreateContext();
    private final List<JobWork> heard = new CopyOnWriteArrayList<>();
    private final List<String> begun = new CopyOnWriteArrayList<>();
    private final Map<String, Promise<Payload>> open = new ConcurrentHashMap<>();
    private int atATime;
    private volatile int mostAtATime;

    EmploymentTest() {
        await(bus.answer(Addresses.JOB_WORK, JobWork.class, this::answer).completion());
    }

    @AfterEach
    void stop() {
        await(vertx.close());
    }

    private Future<?> answer(JobWork work) {
        heard.add(work);
        return Future.succeededFuture(
                switch (work) {
                    case Attach attach -> new JobWork.Attached();
                    case JobWork.Detach detach -> new JobWork.Detached(true);
                    default -> new JobWork.Noted();
                });
    }

    private Employment work(JobWorkerOptions options) {
        Promise<Employment> begun = Promise.promise();
        loop.runOnContext(
                here -> begun.complete(HubClient.of(vertx).jobs().work(MAIL, options, JobHandler.async(this::hold))));
        Employment work = await(begun.future());
        await(work.ready());
        return work;
    }

    private Future<Payload> hold(JobContext job) {
        String id = job.job().claim().id();
        begun.add(id);
        if (id.startsWith("quick")) {
            return Future.succeededFuture(Payload.NULL);
        }
        mostAtATime = Math.max(mostAtATime, ++atATime);
        Promise<Payload> end = open(id);
        if (!id.equals("deaf")) {
            job.onStop(() -> end(id));
        }
        return end.future().onComplete(over -> atATime--);
    }

    private Promise<Payload> open(String id) {
        return open.computeIfAbsent(id, first -> Promise.promise());
    }

    private void end(String id) {
        open(id).complete(Payload.NULL);
    }

    private <T extends JobWork> List<T> heard(Class<T> type) {
        return heard.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private Attach room() {
        return heard(Attach.class).getLast();
    }

    /** All at once, so that nothing has to wait in between however slow the machine is. */
    private void send(JobWorkerEvent... events) {
        loop.runOnContext(here ->
                Stream.of(events).forEach(event -> bus.send(room().worker().address(), event)));
    }

    private static JobWorkerEvent jobs(String... ids) {
        return new JobWorkerEvent.Jobs(
                MAIL,
                Stream.of(ids)
                        .map(id -> new ClaimedJob(
                                new JobClaim(id, 1), JobSpec.STANDARD, Payload.NULL, 0, 1, 1, 1, 30_001, 0, 0))
                        .toList());
    }

    private static JobWorkerEvent stop(String id, Reason reason) {
        return new JobWorkerEvent.Stop(MAIL, new JobClaim(id, 1), reason);
    }

    private void become(boolean isQuick) {
        send(jobs(IntStream.range(0, 200).mapToObj(i -> "quick-" + i).toArray(String[]::new)));
        await().until(() -> heard(JobWork.Complete.class).size() == 200);
        if (isQuick) {
            await().until(() -> room().ahead() > 0);
        }
        begun.clear();
    }

    private static List<JobClaim> claims(String... ids) {
        return Stream.of(ids).map(id -> new JobClaim(id, 1)).toList();
    }

    @Test
    void hasJobsAheadOnceItsHandlersAreKnownToBeQuick() {
        work(ONE);
        assertThat(room()).extracting(Attach::credit, Attach::ahead).containsExactly(1, 0);

        become(true);

        assertThat(room().credit()).isOne();
    }

    @Test
    void hasNoneAheadWhenItIsToHaveNone() {
        work(ONE.prefetching(0));

        become(false);

        assertThat(heard(Attach.class)).hasSize(1);
    }

    @Test
    void beginsWithAsManyAsItWorksOnAtATime() {
        work(ONE.with(2));

        send(jobs("a", "b", "c"), stop("b", Reason.LOST));

        await().until(() -> begun.size() == 3);
        assertThat(begun).containsExactly("a", "b", "c");
        assertThat(mostAtATime).isEqualTo(2);
    }

    @Test
    void givesBackWhatWaitsBehindAHandlerThatHangs() {
        work(ONE);
        become(true);

        send(jobs("hanging", "a", "b"));

        await().until(() -> !heard(GiveBack.class).isEmpty());
        assertThat(heard(GiveBack.class)).containsExactly(new GiveBack(MAIL, claims("a", "b")));
        assertThat(begun).containsExactly("hanging");
        assertThat(room().ahead()).isZero();
        assertThat(heard.indexOf(room())).isLessThan(heard.indexOf(new GiveBack(MAIL, claims("a", "b"))));
    }

    @Test
    void neverBeginsWithAJobThatIsCancelledWhileItWaits() {
        work(ONE);

        send(jobs("a", "b", "c"), stop("b", Reason.CANCELLED), stop("a", Reason.LOST));

        await().until(() -> begun.contains("c"));
        assertThat(begun).containsExactly("a", "c");
    }

    @Test
    void givesBackWhatItHasNotBegunWithWhenItDrains() {
        Employment work = work(ONE.prefetching(0));
        send(jobs("a", "b"));
        await().until(() -> begun.contains("a"));

        Future<Void> drained = work.drain();

        await().until(() -> !heard(GiveBack.class).isEmpty());
        assertThat(heard(GiveBack.class)).containsExactly(new GiveBack(MAIL, claims("b")));
        assertThat(drained.isComplete()).isFalse();
        end("a");
        await(drained);
        assertThat(begun).containsExactly("a");
    }

    @Test
    void hasFewerAtATimeAsLongAsAHandlerDoesNotStop() {
        work(ONE.with(2));
        send(jobs("deaf"), stop("deaf", Reason.LOST));

        await().until(() -> room().credit() == 1);
        end("deaf");
        await().until(() -> room().credit() == 2);
        assertThat(heard(JobWork.Complete.class)).isEmpty();
    }
}
