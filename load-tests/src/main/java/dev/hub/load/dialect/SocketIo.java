package dev.hub.load.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;

/**
 * Socket.IO protocol 5 over Engine.IO protocol 4, by hand, WebSocket transport only: {@code 0} open, {@code 2} ping, {@code 3} pong,
 * {@code 40} connect, {@code 42} event, {@code 44} refused (github.com/socketio/socket.io-protocol).
 */
public record SocketIo() implements Dialect {
    private static final byte[] PONG = {'3'};

    @Override
    public String target(Role role) {
        return "/socket.io/?EIO=4&transport=websocket";
    }

    @Override
    public Dialogue begin(Role role, int number, Line line) {
        return new Packets(role, line);
    }

    @Override
    public byte[] publication(long id, byte[] payload) {
        return ("42[\"pub\"," + new String(payload, UTF_8) + "]").getBytes(UTF_8);
    }

    private record Packets(Role role, Line line) implements Dialogue {
        @Override
        public void opened() {
            // The server speaks first: its open packet.
        }

        @Override
        public void received(ByteBuf bytes, int start, int length) {
            switch (length == 0 ? 0 : bytes.getByte(start)) {
                case '0' ->
                    line.say(("40{\"role\":\"" + (role == Role.SUBSCRIBER ? "sub" : "pub") + "\"}").getBytes(UTF_8));
                case '2' -> line.say(PONG);
                case '4' -> message(bytes, start, length);
                default -> line.refused("not expected: " + bytes.toString(start, length, UTF_8));
            }
        }

        private void message(ByteBuf bytes, int start, int length) {
            switch (length == 1 ? 0 : bytes.getByte(start + 1)) {
                case '0' -> line.ready();
                case '2' -> line.delivered(bytes, start, length);
                default -> line.refused("not expected: " + bytes.toString(start, length, UTF_8));
            }
        }
    }
}
