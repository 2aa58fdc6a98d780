package dev.hub.core.valkey;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** Asks a starting server whether it is ready, over a connection of its own, without Vert.x. */
final class PrivateServerProbe {
    private static final long PATIENCE_MILLIS = 500;

    /** What the server says. */
    enum Answer {
        /** It takes commands. */
        READY,
        /** It reads its files, which may take long. */
        LOADING,
        /** Nothing, or no sense. */
        SILENT
    }

    private final SocketAddress address;
    private final String question;

    PrivateServerProbe(SocketAddress address, String password) {
        this.address = address;
        this.question = "AUTH " + password + "\r\nPING\r\n";
    }

    /** Asks once. Blocks, half a second at most. */
    Answer ask() {
        try (SocketChannel channel = open();
                Selector selector = Selector.open()) {
            channel.connect(address);
            channel.configureBlocking(false);
            channel.write(ByteBuffer.wrap(question.getBytes(StandardCharsets.US_ASCII)));
            channel.register(selector, SelectionKey.OP_READ);
            return answer(channel, selector);
        } catch (IOException notYet) {
            return Answer.SILENT;
        }
    }

    private SocketChannel open() throws IOException {
        return address instanceof UnixDomainSocketAddress
                ? SocketChannel.open(java.net.StandardProtocolFamily.UNIX)
                : SocketChannel.open();
    }

    private static Answer answer(SocketChannel channel, Selector selector) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(1024);
        long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        for (long left = PATIENCE_MILLIS; left > 0; left = (deadline - System.nanoTime()) / 1_000_000) {
            if (selector.select(left) > 0 && channel.read(bytes) < 0) {
                return Answer.SILENT;
            }
            selector.selectedKeys().clear();
            String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
            if (text.contains("+PONG\r\n")) {
                return Answer.READY;
            }
            if (text.contains("-LOADING")) {
                return Answer.LOADING;
            }
        }
        return Answer.SILENT;
    }
}
