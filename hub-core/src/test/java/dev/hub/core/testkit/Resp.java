package dev.hub.core.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
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
    private final Closeable connection;
    private final InputStream in;
    private final OutputStream out;

    Resp(Socket socket) throws IOException {
        this(socket, socket.getInputStream(), socket.getOutputStream());
        socket.setSoTimeout(5000);
        socket.setTcpNoDelay(true);
    }

    private Resp(Closeable connection, InputStream in, OutputStream out) {
        this.connection = connection;
        this.in = new BufferedInputStream(in);
        this.out = out;
    }

    /** Connects by {@code redis://[:password@]host:port} or {@code unix:///path[?password=...]}; the latter waits for ever. */
    public static Resp connect(String url) throws IOException {
        URI uri = URI.create(url);
        if (uri.getScheme().equals("unix")) {
            SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(uri.getPath()));
            Resp resp = new Resp(channel, Channels.newInputStream(channel), Channels.newOutputStream(channel));
            return resp.authenticated(
                    uri.getQuery() == null ? "" : uri.getQuery().replace("password=", ""));
        }
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), 2000);
        return new Resp(socket)
                .authenticated(
                        uri.getUserInfo() == null ? "" : uri.getUserInfo().substring(1));
    }

    private Resp authenticated(String password) {
        if (!password.isEmpty()) {
            call("AUTH", password);
        }
        return this;
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
            throw new UncheckedIOException(words[0] + " failed on " + connection, e);
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
            connection.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close a connection", e);
        }
    }
}
