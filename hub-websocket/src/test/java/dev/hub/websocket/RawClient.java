package dev.hub.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that sends whatever bytes it is told to. */
final class RawClient implements AutoCloseable {
    private static final int MASKED = 0x80;
    private final Socket socket;
    private final OutputStream out;
    private final DataInputStream in;

    RawClient(int port) throws IOException {
        this(new Socket(), port);
    }

    /** A client over {@code socket}, which is not connected yet. */
    RawClient(Socket socket, int port) throws IOException {
        this.socket = socket;
        socket.setReceiveBufferSize(16 * 1024);
        socket.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
        out = socket.getOutputStream();
        in = new DataInputStream(socket.getInputStream());
    }

    /** A frame from the hub. */
    static final class Frame {
        private final int first;
        private final byte[] payload;

        private Frame(int first, byte[] payload) {
            this.first = first;
            this.payload = payload;
        }

        int opcode() {
            return first & 0xf;
        }

        byte[] payload() {
            return payload;
        }

        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        int closeCode() {
            assertThat(opcode()).as("opcode of a close").isEqualTo(8);
            return ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
        }
    }

    static RawClient upgraded(int port) throws IOException {
        RawClient client = new RawClient(port);
        client.request("GET", "/connection/websocket", "");
        assertThat(client.response()).startsWith("HTTP/1.1 101");
        return client;
    }

    static RawClient connected(int port) throws IOException {
        RawClient client = upgraded(port);
        client.text("{\"id\":1,\"connect\":{}}");
        assertThat(client.frame().text()).startsWith("{\"id\":1,\"connect\":{");
        return client;
    }

    void request(String method, String path, String headers) throws IOException {
        String head = """
                %s %s HTTP/1.1
                Host: 127.0.0.1
                Upgrade: websocket
                Connection: Upgrade
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
                Sec-WebSocket-Version: 13
                %s
                """.formatted(method, path, headers);
        bytes(head.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The head of an HTTP response. */
    String response() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    void bytes(byte... bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    void text(String message) throws IOException {
        frame(0x81, message.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends {@code message} so often, or until the hub cuts the socket. */
    void textUntilClosed(String message, int times) {
        byte[] frame = encode(0x81, message.getBytes(StandardCharsets.UTF_8));
        try {
            for (int i = 0; i < times; i++) {
                out.write(frame);
            }
        } catch (IOException cut) {
            assertThat(socket.isClosed()).as("closed from this side").isFalse();
        }
    }

    /** A frame with the mask 1, 2, 3, 4. */
    void frame(int first, byte[] payload) throws IOException {
        bytes(encode(first, payload));
    }

    static byte[] encode(int first, byte[] payload) {
        byte[] header = payload.length < 126
                ? new byte[] {(byte) first, (byte) (MASKED | payload.length)}
                : payload.length < 65536
                        ? new byte[] {
                            (byte) first, (byte) (MASKED | 126), (byte) (payload.length >> 8), (byte) payload.length
                        }
                        : new byte[] {
                            (byte) first,
                            (byte) (MASKED | 127),
                            0,
                            0,
                            0,
                            0,
                            (byte) (payload.length >> 24),
                            (byte) (payload.length >> 16),
                            (byte) (payload.length >> 8),
                            (byte) payload.length
                        };
        byte[] frame = new byte[header.length + 4 + payload.length];
        System.arraycopy(header, 0, frame, 0, header.length);
        for (int i = 0; i < 4; i++) {
            frame[header.length + i] = (byte) (i + 1);
        }
        for (int i = 0; i < payload.length; i++) {
            frame[header.length + 4 + i] = (byte) (payload[i] ^ ((i & 3) + 1));
        }
        return frame;
    }

    Frame frame() throws IOException {
        int first = in.readUnsignedByte();
        long length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        return new Frame(first, in.readNBytes((int) length));
    }

    /** The hub has closed the socket. */
    boolean isAtEnd() throws IOException {
        return in.read() < 0;
    }

    /** The code of the close that comes after whatever else the hub had to say. */
    int closeCode() throws IOException {
        Frame frame = frame();
        while (frame.opcode() != 8) {
            frame = frame();
        }
        return frame.closeCode();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
