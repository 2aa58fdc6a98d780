package dev.hub.websocket.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.protocol.EncodedPush;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class OutboundQueueTest {
    private static final int LIMIT = 100_000;
    private static final int MEMORY = 150_000;

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final FlushTurn turn = new FlushTurn(tasks::add, LIMIT, new QueueMemory(MEMORY));
    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    private int overflows;
    private int drained;
    private int relieved;
    private final OutboundQueue queue = queue(channel);

    private OutboundQueue queue(EmbeddedChannel socket) {
        ChannelHandlerContext context = socket.pipeline().firstContext();
        return new OutboundQueue(context, turn, new OutboundQueue.Owner() {
            @Override
            public void overflowed() {
                overflows++;
            }

            @Override
            public void drained() {
                drained++;
            }

            @Override
            public void relieve() {
                relieved++;
            }
        });
    }

    @AfterEach
    void leavesNoBufferBehind() {
        channel.releaseOutbound();
    }

    private void endOfTurn() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** What was written since the last call: one entry for each write. */
    private static List<String> written(EmbeddedChannel socket) {
        List<String> writes = new ArrayList<>();
        for (ByteBuf each = socket.readOutbound(); each != null; each = socket.readOutbound()) {
            writes.add(each.toString(StandardCharsets.ISO_8859_1));
            each.release();
        }
        return writes;
    }

    private static OutboundFrame text(String text) {
        return OutboundFrame.text(text.getBytes(StandardCharsets.UTF_8));
    }

    private static OutboundFrame shared(String text) {
        return OutboundFrame.shared(EncodedPush.ofText(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String framed(String text) {
        return "\u0081" + (char) text.length() + text;
    }

    @Test
    void writesTheFramesOfATurnInOneWriteAndInOrder() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            queue.offer(i % 2 == 0 ? text("own" + i) : shared("all" + i));
            expected.add(framed((i % 2 == 0 ? "own" : "all") + i));
        }
        assertThat(written(channel)).isEmpty();

        endOfTurn();

        assertThat(written(channel)).containsExactly(String.join("", expected));
        assertThat(turn.writes().value()).isEqualTo(1);
        assertThat(turn.bytes().value()).isEqualTo(String.join("", expected).length());
    }

    @Test
    void writesOneSharedFrameToManySocketsFromOneCopy() {
        EmbeddedChannel second = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
        OutboundQueue other = queue(second);
        OutboundFrame frame = shared("news");

        queue.offer(frame);
        other.offer(frame);
        endOfTurn();

        ByteBuf one = channel.readOutbound();
        ByteBuf two = second.readOutbound();
        assertThat(one.toString(StandardCharsets.ISO_8859_1)).isEqualTo(framed("news"));
        assertThat(two.toString(StandardCharsets.ISO_8859_1)).isEqualTo(framed("news"));
        assertThat(one.memoryAddress()).isEqualTo(two.memoryAddress());
        one.release();
        assertThat(two.refCnt()).isEqualTo(1);
        assertThat(two.release()).as("the last one frees the copy").isTrue();
    }

    @Test
    void writesALargeFrameByItselfAndKeepsTheOrder() {
        String large = "x".repeat(5000);

        queue.offer(text("a"));
        queue.offer(shared(large));
        queue.offer(text("b"));
        queue.offer(text("c"));
        endOfTurn();

        List<String> writes = written(channel);
        assertThat(writes).hasSize(3);
        assertThat(writes.get(0)).isEqualTo(framed("a"));
        assertThat(writes.get(1)).endsWith(large);
        assertThat(writes.get(2)).isEqualTo(framed("b") + framed("c"));
    }

    @Test
    void tellsItsOwnerWhenTheBoundIsPassedAndDropsTheFrame() {
        String data = "x".repeat(40_000);
        queue.offer(text(data));
        queue.offer(text(data));
        assertThat(overflows).isZero();

        queue.offer(text(data));

        assertThat(overflows).isEqualTo(1);
        endOfTurn();
        assertThat(written(channel)).hasSize(2);
    }

    @Test
    void letsOneFrameBeyondTheBoundPassWhenNothingWaits() {
        queue.offer(text("x".repeat(2 * LIMIT)));
        assertThat(overflows).isZero();
        queue.offer(text("y"));
        assertThat(overflows).isEqualTo(1);

        endOfTurn();
        queue.offer(text("z"));

        assertThat(overflows).isEqualTo(1);
    }

    @Test
    void waitsWhileTheSocketTakesNoMoreAndGoesOnWhenItDoes() {
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(1, 2));
        ByteBuf stuck = channel.alloc().buffer().writeBytes(new byte[100]);
        channel.unsafe().outboundBuffer().addMessage(stuck, 100, channel.voidPromise());
        assertThat(channel.isWritable()).isFalse();

        queue.offer(text("a"));
        endOfTurn();
        queue.offer(text("b"));
        endOfTurn();
        assertThat(written(channel)).isEmpty();
        channel.flush();
        queue.writabilityChanged();
        endOfTurn();

        List<String> writes = written(channel);
        assertThat(writes.getLast()).isEqualTo(framed("a") + framed("b"));
    }

    @Test
    void takesNothingAfterTheEnd() {
        queue.offer(text("a"));
        queue.end(ControlFrames.close(3000, "bye"));
        queue.offer(text("b"));
        endOfTurn();

        assertThat(written(channel)).containsExactly(framed("a") + "\u0088\u0005\u000b\u00b8bye");
    }

    @Test
    void writesTheEndAloneWhenWhatWaitedIsDiscarded() {
        queue.offer(text("a"));
        queue.offer(text("b"));
        queue.discard();
        queue.end(ControlFrames.close(3008, "slow"));
        endOfTurn();

        assertThat(written(channel)).containsExactly("\u0088\u0006\u000b\u00c0slow");
    }

    @Test
    void closesTheSocketAfterTheEndWhenAsked() {
        queue.endAndClose(ControlFrames.close());
        assertThat(channel.isOpen()).isTrue();

        endOfTurn();

        assertThat(written(channel).getFirst()).isEqualTo("\u0088\u0000");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void cutsAReasonThatIsTooLongBetweenCharacters() {
        queue.end(ControlFrames.close(3000, "\u20ac".repeat(100)));
        endOfTurn();

        String frame = written(channel).getFirst();
        assertThat((int) frame.charAt(1)).isEqualTo(2 + 123);
        queue.abandon();
        assertThat(frame.length()).isEqualTo(2 + 2 + 123);
    }

    private record Source(String name, int publications) implements OutboundFrame.Origin {
        @Override
        public Object source() {
            return name;
        }
    }

    private static OutboundFrame of(String source, String text) {
        return shared(text).from(new Source(source, text.length()));
    }

    /** The socket takes nothing until it is flushed. */
    private void stall() {
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(1, 2));
        ByteBuf stuck = channel.alloc().buffer().writeBytes(new byte[100]);
        channel.unsafe().outboundBuffer().addMessage(stuck, 100, channel.voidPromise());
        assertThat(channel.isWritable()).isFalse();
    }

    private String writtenAfterStall() {
        channel.flush();
        queue.writabilityChanged();
        endOfTurn();
        return String.join("", written(channel)).substring(100);
    }

    @Test
    void takesBackWhatWaitsOfOneSource() {
        stall();
        for (int i = 0; i < 20; i++) {
            queue.offer(i % 3 == 0 ? text("o" + i) : of(i % 3 == 1 ? "a" : "b", "s" + i));
        }

        assertThat(queue.sources()).containsExactly("a", "b");
        assertThat(queue.withdraw("a")).hasSize(7);
        assertThat(queue.sources()).containsExactly("b");
        assertThat(queue.withdraw("a")).isEmpty();

        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            expected.append(i % 3 == 1 ? "" : framed((i % 3 == 0 ? "o" : "s") + i));
        }
        assertThat(writtenAfterStall()).isEqualTo(expected.toString());
        assertThat(turn.held().value()).isZero();
    }

    @Test
    void dropsOnlyAsManyOfTheOldestAsItMust() {
        stall();
        String data = "x".repeat(30_000);
        queue.offer(of("a", "A" + data));
        queue.offer(of("b", "B" + data));
        queue.offer(of("a", "C" + data));
        OutboundFrame next = of("a", "D" + data);
        assertThat(queue.take(next)).isFalse();

        assertThat(queue.dropOldest("a", next.size())).hasSize(1);

        assertThat(queue.take(next)).isTrue();
        String all = writtenAfterStall();
        assertThat(all.replaceAll("[^A-D]", "")).isEqualTo("BCD");
    }

    @Test
    void handsOverEverythingToASocketThatTakesItInParts() {
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(1000, 10_000));
        String data = "x".repeat(8_000);
        ChannelHandlerContext context = channel.pipeline().firstContext();
        OutboundQueue own = queue(channel);
        for (int i = 0; i < 10; i++) {
            own.offer(of("a", i + data));
        }
        assertThat(context.channel().isWritable()).isTrue();

        endOfTurn();

        assertThat(String.join("", written(channel)).replaceAll("[^0-9]", "")).isEqualTo("0123456789");
    }

    @Test
    void tellsOnceWhenItIsDrained() {
        stall();
        queue.offer(text("a"));
        queue.tellWhenDrained();
        endOfTurn();
        assertThat(drained).isZero();

        assertThat(writtenAfterStall()).isEqualTo(framed("a"));
        assertThat(drained).isEqualTo(1);

        queue.offer(text("b"));
        endOfTurn();
        assertThat(drained).isEqualTo(1);
        queue.tellWhenDrained();
        endOfTurn();
        assertThat(drained).as("also when nothing waited").isEqualTo(2);
    }

    @Test
    void countsAFrameInManyQueuesOnceAndWhatAStalledSocketHolds() {
        EmbeddedChannel second = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
        OutboundQueue other = queue(second);
        OutboundFrame frame = shared("x".repeat(1000));
        stall();
        queue.offer(frame);
        other.offer(frame);
        assertThat(turn.held().value()).isEqualTo(frame.size());

        endOfTurn();
        assertThat(turn.stalled()).isEqualTo(1);
        assertThat(turn.held().value()).isEqualTo(frame.size() + 100 + 96);

        writtenAfterStall();
        assertThat(turn.stalled()).isZero();
        assertThat(turn.held().value()).isZero();
        second.releaseOutbound();
    }

    @Test
    void asksTheLargestStalledQueueToDoWithLessAboveTheBound() {
        stall();
        for (int i = 0; i < 2; i++) {
            queue.offer(text("x".repeat(45_000)));
        }
        endOfTurn();
        assertThat(relieved).isZero();

        EmbeddedChannel second = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
        OutboundQueue other = queue(second);
        for (int i = 0; i < 2; i++) {
            other.offer(text("x".repeat(45_000)));
        }
        assertThat(turn.isNearBound()).isTrue();

        turn.relieve();

        assertThat(relieved).as("only the one that takes nothing").isEqualTo(1);
        other.discard();
        queue.discard();
        assertThat(turn.held().value()).isZero();
        endOfTurn();
        second.releaseOutbound();
    }
}
