package dev.hub.core.presence;

import dev.hub.core.channel.ClientInfo;
import dev.hub.core.channel.Payload;
import dev.hub.core.protocol.JsonClientInfos;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Who joined and left a channel, as one message on its pub/sub channel: {@code 0 0 - m\n{"joins":[…],"leaves":[…]}}, among the
 * publications, which have other heads.
 */
public record MembershipNotice(List<ClientInfo> joins, List<ClientInfo> leaves) {
    /** What the message begins with. */
    static final String HEAD = "0 0 - m\n";

    private static final byte[] HEAD_BYTES = HEAD.getBytes(StandardCharsets.US_ASCII);

    /** Copies the lists. */
    public MembershipNotice {
        joins = List.copyOf(joins);
        leaves = List.copyOf(leaves);
    }

    /** The message is a notice. */
    public static boolean isIn(Buffer message) {
        int length = HEAD_BYTES.length;
        return message.length() > length
                && message.getByte(length - 2) == 'm'
                && Arrays.equals(message.getBytes(0, length), HEAD_BYTES);
    }

    /**
     * Reads a message that {@linkplain #isIn is} a notice.
     *
     * @throws IllegalArgumentException when its JSON is wrong
     */
    public static MembershipNotice decode(Buffer message) {
        byte[] json = message.getBytes(HEAD_BYTES.length, message.length());
        return new MembershipNotice(
                JsonClientInfos.decodeArray(Payload.ofBytes(json), "joins"),
                JsonClientInfos.decodeArray(Payload.ofBytes(json), "leaves"));
    }
}
