package dev.hub.load.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

/** A line that notes what a dialogue does: {@code said ...}, {@code ready}, {@code delivered ...}, {@code refused ...}. */
final class RecordingLine implements Line {
    private final List<String> events = new ArrayList<>();

    /** All that happened since the last call. */
    List<String> events() {
        List<String> copy = List.copyOf(events);
        events.clear();
        return copy;
    }

    /** Has the dialogue receive a frame that lies somewhere within a larger buffer, as in a socket's. */
    void receive(Dialogue dialogue, String frame) {
        byte[] bytes = frame.getBytes(UTF_8);
        ByteBuf buffer = Unpooled.buffer().writeLong(0).writeBytes(bytes).writeBytes("garbage\n".getBytes(UTF_8));
        dialogue.received(buffer, 8, bytes.length);
    }

    @Override
    public void say(byte[] text) {
        events.add("said " + new String(text, UTF_8));
    }

    @Override
    public void ready() {
        events.add("ready");
    }

    @Override
    public void delivered(ByteBuf bytes, int start, int length) {
        events.add("delivered " + bytes.toString(start, length, UTF_8));
    }

    @Override
    public void refused(String why) {
        events.add("refused " + why);
    }
}
