package dev.hub.verticles.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.consumer.ConsumerId;
import dev.hub.core.consumer.ConsumerStore;
import dev.hub.core.consumer.Settled;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AcknowledgementsTest {
    private static final ConsumerId WORK = new ConsumerId(new ChannelName("a"), "w");

    private final List<Set<Long>> sent = new ArrayList<>();
    private final List<Promise<Settled>> answers = new ArrayList<>();
    private final Acknowledgements acknowledgements = new Acknowledgements((consumer, epoch, offsets) -> {
        sent.add(Set.copyOf(offsets));
        Promise<Settled> answer = Promise.promise();
        answers.add(answer);
        return answer.future();
    });

    private Future<Settled> add(Long... offsets) {
        return acknowledgements.add(WORK, "epoch", List.of(offsets));
    }

    @Test
    void sendsALoneOneAtOnce() {
        Future<Settled> done = add(1L);

        assertThat(sent).containsExactly(Set.of(1L));
        answers.getFirst().complete(new Settled(1, List.of()));
        assertThat(done.result()).isEqualTo(new Settled(1, List.of()));
    }

    @Test
    void sendsTogetherWhatCameMeanwhileAndTellsEachItsOwn() {
        add(1L);
        Future<Settled> second = add(2L, 3L);
        Future<Settled> third = add(3L, 4L);
        assertThat(sent).hasSize(1);

        answers.getFirst().complete(new Settled(1, List.of()));
        assertThat(sent).hasSize(2).last().isEqualTo(Set.of(2L, 3L, 4L));
        answers.getLast().complete(new Settled(2, List.of(4L)));

        assertThat(second.result()).isEqualTo(new Settled(2, List.of()));
        assertThat(third.result()).isEqualTo(new Settled(1, List.of(4L)));
    }

    @Test
    void doesNotMixEpochs() {
        add(1L);
        acknowledgements.add(WORK, "another", List.of(2L));

        assertThat(sent).containsExactly(Set.of(1L), Set.of(2L));
    }

    @Test
    void sendsNoMoreAtATimeThanAllowed() {
        List<Long> many =
                LongStream.rangeClosed(1, ConsumerStore.MAX_BATCH - 1).boxed().toList();
        add(10_000L);
        acknowledgements.add(WORK, "epoch", many);
        add(20_000L, 20_001L);

        assertThat(sent).extracting(Set::size).containsExactly(1, ConsumerStore.MAX_BATCH - 1);
        answers.getFirst().complete(new Settled(1, List.of()));
        assertThat(sent).last().isEqualTo(Set.of(20_000L, 20_001L));
    }

    @Test
    void tellsAFailureToAllWhomItConcerns() {
        add(1L);
        Future<Settled> second = add(2L);
        Future<Settled> third = add(3L);
        answers.getFirst().fail("no way");
        answers.getLast().fail("no way either");

        assertThat(second.cause()).hasMessage("no way either");
        assertThat(third.cause()).hasMessage("no way either");
        assertThat(add(4L).isComplete()).isFalse();
        assertThat(sent).hasSize(3);
    }
}
