package dev.hub.core.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A blocking client of the Redis protocol (RESP2) over a plain socket, so that the kit does not talk by the code under
 * test. Replies are String, Long, List or null; an error is a {@link RespError}. A silent server fails after 5 s. Not for
 * more than one thread.
 */
public final class Resp implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    Resp(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(5000);
        socket.setTcpNoDelay(true);
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /** An error reply; its message is the server's text. */
    public static final class RespError extends RuntimeException {
        private final String text;

        RespError(String text) {
            super(text);
            this.text = text;
        }

        /** Whether it is of a kind, by its first word: {@code NOAUTH}, {@code MOVED}. */
        public boolean is(String code) {
            return text.equals(code) || text.startsWith(code + " ");
        }
    }

    /** Sends a command and waits for its reply. */
    public @Nullable Object call(String... words) {
        try {
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            frame.write(ascii("*" + words.length + "\r\n"));
            for (String word : words) {
                byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
                frame.write(ascii("$" + bytes.length + "\r\n"));
                frame.write(bytes);
                frame.write(ascii("\r\n"));
            }
            frame.writeTo(out);
            out.flush();
            return read();
        } catch (IOException e) {
            throw new UncheckedIOException(words[0] + " to " + socket.getRemoteSocketAddress() + " failed", e);
        }
    }

    /** {@link #call} whose reply is shown as text; "" for null. */
    public String text(String... words) {
        Object reply = call(words);
        return reply == null ? "" : reply.toString();
    }

    /** {@link #call} whose reply is a list. */
    @SuppressWarnings("unchecked")
    public List<@Nullable Object> list(String... words) {
        Object reply = call(words);
        return reply == null ? List.of() : (List<@Nullable Object>) reply;
    }

    /** The next reply or push, for subscribers. */
    public @Nullable Object read() throws IOException {
        String line = line();
        String rest = line.substring(1);
        return switch (line.charAt(0)) {
            case '+' -> rest;
            case '-' -> throw new RespError(rest);
            case ':' -> Long.valueOf(rest);
            case '$' -> bulk(Integer.parseInt(rest));
            case '*' -> array(Integer.parseInt(rest));
            default -> throw new IOException("not a RESP2 reply: " + line);
        };
    }

    private @Nullable String bulk(int length) throws IOException {
        if (length < 0) {
            return null;
        }
        byte[] bytes = in.readNBytes(length + 2);
        if (bytes.length < length + 2) {
            throw new EOFException("the server closed the connection inside a reply");
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /** Errors inside an array (of EXEC) are kept as values, else the rest of the array would be read as other replies. */
    private @Nullable List<@Nullable Object> array(int length) throws IOException {
        if (length < 0) {
            return null;
        }
        List<@Nullable Object> items = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            try {
                items.add(read());
            } catch (RespError error) {
                items.add(error);
            }
        }
        return items;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\r'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the server closed the connection");
            }
            line.write(b);
        }
        if (in.read() != '\n') {
            throw new IOException("no LF after CR");
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close a socket", e);
        }
    }
}
