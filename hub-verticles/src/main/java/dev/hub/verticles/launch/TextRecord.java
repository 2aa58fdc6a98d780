package dev.hub.verticles.launch;

import java.io.FilterInputStream;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Text in UTF-8 that can be looked up again as far as it has been read and not been forgotten. */
final class TextRecord extends FilterReader {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Counter counter;
    private final int most;
    private final StringBuilder kept = new StringBuilder();
    private long first;
    private boolean hasBegun;

    /** More would be kept than is allowed. */
    static final class TooLongException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** Reads {@code bytes}; a byte order mark at their start is left out. Keeps {@code most} characters, about. */
    TextRecord(InputStream bytes, int most) {
        this(new Counter(bytes), most);
    }

    private TextRecord(Counter counter, int most) {
        super(new InputStreamReader(
                counter,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
        this.counter = counter;
        this.most = most;
    }

    @Override
    public int read() throws IOException {
        char[] one = new char[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(char[] into, int offset, int length) throws IOException {
        if (kept.length() > most) {
            throw new TooLongException();
        }
        int read = super.read(into, offset, length);
        if (!hasBegun && read > 0) {
            hasBegun = true;
            if (into[offset] == BYTE_ORDER_MARK) {
                into[offset] = ' ';
            }
        }
        kept.append(into, offset, Math.max(0, read));
        return read;
    }

    /** Keeps nothing of what is before the character {@code position}. */
    void forgetUntil(long position) {
        kept.delete(0, Math.toIntExact(position - first));
        first = position;
    }

    /** The text from {@code start} to before {@code end}, characters from the first on. */
    String from(long start, long end) {
        return kept.substring(Math.toIntExact(start - first), Math.toIntExact(end - first));
    }

    /** How many bytes have been read. */
    long bytes() {
        return counter.bytes;
    }

    private static final class Counter extends FilterInputStream {
        private long bytes;

        Counter(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = super.read(into, offset, length);
            bytes += Math.max(0, read);
            return read;
        }
    }
}
