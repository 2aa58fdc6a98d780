package dev.hub.websocket.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.CurrentNamespaces;
import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.Namespaces;
import dev.hub.core.protocol.EncodedPush;
import dev.hub.websocket.outbound.FlushTurn;
import dev.hub.websocket.outbound.OutboundFrame;
import dev.hub.websocket.outbound.OutboundQueue;
import dev.hub.websocket.outbound.QueueMemory;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class AudienceTest {
    private static final CurrentNamespaces NAMESPACES =
            new CurrentNamespaces(Namespaces.of(Namespace.defaults(""), List.of()));
    private static final OutboundFrame USUAL = OutboundFrame.shared(EncodedPush.ofText(new byte[] {'u'}));
    private static final OutboundFrame FIRST = OutboundFrame.shared(EncodedPush.ofText(new byte[] {'f'}));

    private final EmbeddedChannel socket = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    private final FlushTurn turn = new FlushTurn(task -> {}, 1000, new QueueMemory(1000));
    private final OutboundQueue queue =
            new OutboundQueue(socket.pipeline().firstContext(), turn, new OutboundQueue.Owner() {
                @Override
                public void overflowed() {
                    throw new IllegalStateException("nothing is queued here");
                }

                @Override
                public void drained() {
                    throw new IllegalStateException("nothing is queued here");
                }

                @Override
                public void relieve() {
                    throw new IllegalStateException("nothing is queued here");
                }
            });
    private final LocalChannel channel = new LocalChannel(
            new ChannelName("c"), new FanOut(HubBuses.none(), NAMESPACES, 0, turn, (delay, unit, task) -> {}));
    private final Audience audience = new Audience(Form.DELTA);

    private Subscriber subscriber() {
        return new Subscriber(channel, queue, Form.DELTA) {
            @Override
            protected void rulesChanged() {}

            @Override
            protected boolean isGranted() {
                return false;
            }

            @Override
            protected void lost() {
                throw new IllegalStateException("nothing is lost here");
            }
        };
    }

    private Map<Subscriber, OutboundFrame> handOut() {
        Map<Subscriber, OutboundFrame> got = new HashMap<>();
        audience.hand(
                USUAL,
                FIRST,
                (subscriber, frame) -> assertThat(got.put(subscriber, frame)).isNull());
        return got;
    }

    @Test
    void givesWhoCameLaterTheFirstFrameOnce() {
        Subscriber old = subscriber();
        Subscriber fresh = subscriber();
        audience.add(old, true);
        audience.add(fresh, false);

        assertThat(audience.hasFresh()).isTrue();
        assertThat(handOut()).isEqualTo(Map.of(old, USUAL, fresh, FIRST));
        assertThat(audience.hasFresh()).isFalse();
        assertThat(handOut()).isEqualTo(Map.of(old, USUAL, fresh, USUAL));
    }

    @Test
    void visitsEverybodyOnceWhileSomeLeave() {
        List<Subscriber> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(subscriber());
            audience.add(all.getLast(), i % 2 == 0);
        }
        List<Subscriber> visited = new ArrayList<>();

        audience.hand(USUAL, FIRST, (subscriber, frame) -> {
            visited.add(subscriber);
            if (all.indexOf(subscriber) % 3 == 0) {
                audience.remove(subscriber);
            }
        });

        assertThat(visited).containsExactlyInAnyOrderElementsOf(all);
        assertThat(audience.count()).isEqualTo(13);
        assertThat(handOut()).hasSize(13).doesNotContainValue(FIRST);
    }

    /** After any sequence of changes everybody is there once and gets what fits what it had before. */
    @Property(tries = 200)
    void agreesWithASlowReference(@ForAll long seed) {
        Random random = new Random(seed);
        Audience tested = new Audience(Form.DELTA);
        Map<Subscriber, Boolean> reference = new HashMap<>();
        List<Subscriber> present = new ArrayList<>();
        for (int step = 0; step < 200; step++) {
            int action = random.nextInt(10);
            if (action < 5 || present.isEmpty()) {
                Subscriber added = subscriber();
                boolean hasLatest = random.nextBoolean();
                tested.add(added, hasLatest);
                present.add(added);
                reference.put(added, hasLatest);
            } else if (action < 7) {
                Subscriber removed = present.remove(random.nextInt(present.size()));
                tested.remove(removed);
                reference.remove(removed);
            } else if (action < 9) {
                Subscriber forgetful = present.get(random.nextInt(present.size()));
                tested.forget(forgetful);
                reference.put(forgetful, false);
            } else {
                Map<Subscriber, Boolean> got = new HashMap<>();
                tested.hand(USUAL, FIRST, (subscriber, frame) -> got.put(subscriber, frame == USUAL));
                assertThat(got).isEqualTo(reference);
                reference.replaceAll((subscriber, hasLatest) -> true);
            }
            assertThat(tested.count()).isEqualTo(reference.size());
            assertThat(tested.hasFresh()).isEqualTo(reference.containsValue(false));
        }
    }
}
