package dev.hub.verticles.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.channel.StreamPosition;
import dev.hub.core.stream.Envelope;
import dev.hub.core.stream.StreamSlice;
import dev.hub.verticles.channel.StreamTail.Step;
import dev.hub.verticles.channel.StreamTail.Verdict;
import dev.hub.verticles.channel.StreamTail.WaitingLimit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/**
 * One instance against a stream whose messages are lost, repeated and late, whose server fails over, with and without its
 * tail, trims and forgets: what is delivered between two interruptions is what was published there, once and in order.
 */
final class StreamTailPropertyTest {
    private final ArrayDeque<Envelope> link = new ArrayDeque<>();
    private final ArrayDeque<StreamSlice> answers = new ArrayDeque<>();
    private final List<List<Envelope>> runs = new ArrayList<>();
    private ReferenceStream stream = new ReferenceStream();
    private StreamTail tail = new StreamTail(new WaitingLimit(4, 10_000));
    private boolean wantsRead = true;

    @Property(tries = 3000)
    void deliversOnceAndInOrderOrTells(@ForAll long seed) {
        begin();
        Random random = new Random(seed);
        for (int i = 0; i < 120; i++) {
            step(random, true);
        }
        calm();

        assertThat(tail.isLive()).isTrue();
        assertThat(tail.position()).isEqualTo(stream.top());
        runs.forEach(this::isPartOfTheStream);
    }

    @Property(tries = 1000)
    void losesNothingAndTellsNothingAsLongAsTheStreamKeepsEverything(@ForAll long seed) {
        begin();
        Random random = new Random(seed);
        for (int i = 0; i < 120; i++) {
            step(random, false);
        }
        calm();

        assertThat(runs).hasSize(1);
        assertThat(runs.getFirst()).isEqualTo(stream.all());
    }

    private void begin() {
        stream = new ReferenceStream();
        tail = new StreamTail(new WaitingLimit(4, 10_000));
        link.clear();
        answers.clear();
        runs.clear();
        runs.add(new ArrayList<>());
        wantsRead = true;
        sendRead();
        answerRead();
    }

    private void step(Random random, boolean destructively) {
        switch (random.nextInt(destructively ? 14 : 11)) {
            case 0, 1, 2 -> link.add(stream.publish());
            case 3, 4 -> receive();
            case 5 -> link.pollFirst();
            case 6 -> repeat();
            case 7 -> swap();
            case 8 -> sendRead();
            case 9 -> answerRead();
            case 10 -> {
                stream.failOver();
                wantsRead |= tail.doubt();
            }
            case 11 -> stream.trim(random.nextInt(4));
            case 12 -> {
                stream.loseTail(1 + random.nextInt(2));
                wantsRead |= tail.doubt();
            }
            default -> {
                if (random.nextInt(4) == 0) {
                    stream.end();
                }
            }
        }
    }

    private void receive() {
        Envelope next = link.pollFirst();
        if (next != null) {
            Verdict verdict = tail.arrived(next);
            if (verdict == Verdict.FOLLOWS) {
                runs.getLast().add(next);
            }
            wantsRead |= verdict == Verdict.GAP || verdict == Verdict.OVERFLOW;
        }
    }

    private void repeat() {
        Envelope next = link.peekFirst();
        if (next != null) {
            link.add(next);
        }
    }

    private void swap() {
        Envelope first = link.pollFirst();
        Envelope second = link.pollFirst();
        if (second != null) {
            link.addFirst(Objects.requireNonNull(first));
            link.addFirst(second);
        } else if (first != null) {
            link.addFirst(first);
        }
    }

    private void sendRead() {
        if (wantsRead && tail.wantRead()) {
            wantsRead = false;
            @Nullable StreamPosition known = tail.beginRead();
            answers.add(known == null ? new StreamSlice(stream.top(), List.of()) : stream.after(known, 3));
        }
    }

    private void answerRead() {
        StreamSlice slice = answers.pollFirst();
        if (slice == null) {
            return;
        }
        Step step = tail.read(slice);
        if (step.interrupted() != null) {
            runs.add(new ArrayList<>());
        }
        runs.getLast().addAll(step.delivered());
        wantsRead |= step.again();
    }

    /** Everything that is on its way arrives, and a last check is made. */
    private void calm() {
        for (int i = 0; i < 1000 && (!link.isEmpty() || !answers.isEmpty() || wantsRead); i++) {
            receive();
            sendRead();
            answerRead();
        }
        wantsRead |= tail.doubt();
        for (int i = 0; i < 1000 && (!answers.isEmpty() || wantsRead); i++) {
            sendRead();
            answerRead();
        }
    }

    /** Each publication follows on the one before, and nothing that was published between them is left out. */
    private void isPartOfTheStream(List<Envelope> run) {
        for (int i = 1; i < run.size(); i++) {
            assertThat(run.get(i).epoch()).isEqualTo(run.get(i - 1).epoch());
            assertThat(run.get(i).previous()).isEqualTo(run.get(i - 1).offset());
        }
        assertThat(stream.all()).containsAll(run);
    }
}
