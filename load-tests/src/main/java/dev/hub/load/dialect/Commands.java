package dev.hub.load.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/**
 * The client's side of one {@link Centrifuge} connection. A frame holds one or more replies, one per line. Publications are recognised by
 * their first bytes, without parsing; everything else is rare and read as text.
 */
final class Commands implements Dialogue {
    private static final byte[] PONG = {'{', '}'};
    private static final int LONGEST_PING = 2;

    private final Role role;
    private final byte[] hello;
    private final Line line;
    private final ByteBuf publicationStart;
    private boolean pongs;

    Commands(Role role, String channel, byte[] hello, Line line) {
        this.role = role;
        this.hello = hello;
        this.line = line;
        this.publicationStart =
                Unpooled.wrappedBuffer(("{\"push\":{\"channel\":\"" + channel + "\",\"pub\":").getBytes(UTF_8));
    }

    @Override
    public void opened() {
        line.say(hello);
    }

    @Override
    public void received(ByteBuf bytes, int start, int length) {
        int end = start + length;
        int at = start;
        while (at < end) {
            int newline = bytes.indexOf(at, end, (byte) '\n');
            int stop = newline < 0 ? end : newline;
            reply(bytes, at, stop - at);
            at = stop + 1;
        }
    }

    private void reply(ByteBuf bytes, int start, int length) {
        int prefix = publicationStart.readableBytes();
        if (length >= prefix && ByteBufUtil.equals(bytes, start, publicationStart, 0, prefix)) {
            line.delivered(bytes, start, length);
        } else if (length <= LONGEST_PING) {
            ping();
        } else {
            rareReply(bytes, start, length);
        }
    }

    private void ping() {
        if (pongs) {
            line.say(PONG);
        }
    }

    private void rareReply(ByteBuf bytes, int start, int length) {
        String text = bytes.toString(start, length, UTF_8);
        if (text.startsWith("{\"push\":")) {
            rarePush(text, bytes, start, length);
        } else if (text.contains("\"error\":")) {
            line.refused(text);
        } else if (text.contains("\"connect\":")) {
            pongs = text.contains("\"pong\":true");
            readyWhen(role == Role.PUBLISHER);
        } else {
            readyWhen(text.contains("\"subscribe\":"));
        }
    }

    private void rarePush(String text, ByteBuf bytes, int start, int length) {
        if (text.contains("\"pub\":")) {
            line.delivered(bytes, start, length);
        } else if (text.contains("\"unsubscribe\":") || text.contains("\"disconnect\":")) {
            line.refused(text);
        }
    }

    private void readyWhen(boolean complete) {
        if (complete) {
            line.ready();
        }
    }
}
