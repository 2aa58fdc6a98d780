package dev.hub.verticles.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.channel.Payload;
import dev.hub.core.job.JobClaim;
import dev.hub.core.job.Settled;
import dev.hub.core.job.Settlement;
import dev.hub.verticles.job.Outcomes.Outcome;
import io.vertx.core.Future;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomesTest {
    private final Outcomes outcomes = new Outcomes();

    private static Settlement done(String id) {
        return new Settlement.Done(new JobClaim(id, 1), Payload.NULL);
    }

    private List<String> next(int most) {
        return outcomes.next(most).stream().map(outcome -> outcome.claim().id()).toList();
    }

    @Test
    void goInTheirOrderAsManyAsARoundTakes() {
        outcomes.add(done("1"));
        outcomes.add(done("2"));
        outcomes.add(done("3"));

        assertThat(next(2)).containsExactly("1", "2");
        assertThat(next(2)).containsExactly("3");
        assertThat(outcomes.isEmpty()).isTrue();
    }

    @Test
    void ofThisInstanceGoAgainBeforeLaterOnesWhenTheyWereNotAnswered() {
        Future<Settled> ours = outcomes.add(done("1"));
        Future<Settled> theirs = outcomes.add(done("2"));
        List<Outcome> sent = outcomes.next(10);
        outcomes.add(done("3"));

        outcomes.failed(
                sent, new IllegalStateException("cut"), claim -> claim.id().equals("1"));

        assertThat(theirs.cause()).hasMessage("cut");
        assertThat(ours.isComplete()).isFalse();
        assertThat(next(10)).containsExactly("1", "3");
    }

    @Test
    void areNewsOnceWhicheverAnswerComes() {
        outcomes.add(done("1"));
        outcomes.failed(outcomes.next(1), new IllegalStateException("cut"), claim -> true);

        assertThat(outcomes.isNews(new JobClaim("1", 1), Settled.REPEATED)).isTrue();
        assertThat(outcomes.isNews(new JobClaim("1", 1), Settled.REPEATED)).isFalse();
        assertThat(outcomes.isNews(new JobClaim("2", 1), Settled.DONE)).isTrue();
        assertThat(outcomes.isNews(new JobClaim("2", 1), Settled.REPEATED_FOLLOWED))
                .isFalse();
        assertThat(outcomes.isNews(new JobClaim("2", 1), Settled.STALE)).isTrue();
    }

    @Test
    void areStaleOnceTheLeaseIsOver() {
        Future<Settled> late = outcomes.add(done("1"));
        outcomes.add(done("2"));

        outcomes.lost(new JobClaim("1", 1));

        assertThat(late.result()).isEqualTo(Settled.STALE);
        assertThat(outcomes.have(new JobClaim("1", 1))).isFalse();
        assertThat(next(10)).containsExactly("2");
    }
}
