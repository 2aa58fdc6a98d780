package dev.hub.core.delta;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Random contents, and random changes of them as applications make them. */
final class Edits {
    private static final String[] WORDS = {
        "price", "qty", "\u20ac", "name", "\u00e9t\u00e9", "\ud83d\ude80", "side", "buy", "updated", "\u65e5\u672c"
    };

    private final RandomGenerator random;

    Edits(RandomGenerator random) {
        this.random = random;
    }

    /** Bytes of an alphabet of that many values; a small one makes repetitions. */
    byte[] bytes(int length, int alphabet) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) random.nextInt(alphabet);
        }
        return bytes;
    }

    /** Text that looks like JSON, of about that many bytes, with characters of one to four bytes. */
    String json(int size) {
        StringBuilder json = new StringBuilder("[");
        while (json.length() < size) {
            json.append("{\"").append(word()).append("\":").append(random.nextInt(100_000));
            json.append(",\"").append(word()).append("\":\"").append(word()).append("\"},");
        }
        return json.append("{}]").toString();
    }

    private String word() {
        return WORDS[random.nextInt(WORDS.length)];
    }

    /** Inserts, removes, moves, repeats or replaces a random stretch of whole characters. */
    String edited(String text) {
        int[] points = text.codePoints().toArray();
        int start = random.nextInt(points.length + 1);
        int end = Math.min(points.length, start + random.nextInt(40));
        String before = new String(points, 0, start);
        String cut = new String(points, start, end - start);
        String after = new String(points, end, points.length - end);
        return switch (random.nextInt(5)) {
            case 0 -> before + json(random.nextInt(30)) + cut + after;
            case 1 -> before + after;
            case 2 -> after + cut + before;
            case 3 -> before + cut + cut + after;
            default -> before + word() + after;
        };
    }

    /** The same with bytes that are no text. */
    byte[] edited(byte[] bytes) {
        String latin = new String(bytes, StandardCharsets.ISO_8859_1);
        int at = random.nextInt(bytes.length + 1);
        byte[] inserted = bytes(random.nextInt(20), 256);
        String changed = switch (random.nextInt(3)) {
            case 0 -> latin.substring(0, at) + new String(inserted, StandardCharsets.ISO_8859_1) + latin.substring(at);
            case 1 -> latin.substring(at) + latin.substring(0, at);
            default -> latin.substring(0, at) + latin.substring(Math.min(latin.length(), at + inserted.length));
        };
        return changed.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Bytes with a few of them replaced, cut off or doubled. */
    byte[] damaged(byte[] bytes) {
        byte[] damaged = Arrays.copyOf(bytes, random.nextInt(4) == 0 ? random.nextInt(bytes.length + 1) : bytes.length);
        for (int i = random.nextInt(4); i >= 0 && damaged.length > 0; i--) {
            damaged[random.nextInt(damaged.length)] =
                    random.nextBoolean() ? (byte) random.nextInt(256) : (byte) "0~9z@:,;\n".charAt(random.nextInt(9));
        }
        return damaged;
    }
}
