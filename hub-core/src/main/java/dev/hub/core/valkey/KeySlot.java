package dev.hub.core.valkey;

import java.nio.charset.StandardCharsets;

/**
 * The slot of a key: CRC16 (XMODEM: polynomial 0x1021, start 0) of its hash tag, modulo 16384. Source: Valkey cluster
 * specification, section "Key distribution model" and "Hash tags".
 */
public final class KeySlot {

    /** How many slots a cluster has. */
    public static final int COUNT = 16_384;

    private static final int POLYNOMIAL = 0x1021;
    private static final int[] TABLE = table();

    private KeySlot() {}

    /** The slot of a key or channel, 0 to 16383. */
    public static int of(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        int open = indexOf(bytes, (byte) '{', 0);
        int close = open < 0 ? -1 : indexOf(bytes, (byte) '}', open + 1);
        return close > open + 1 ? crc16(bytes, open + 1, close) % COUNT : crc16(bytes, 0, bytes.length) % COUNT;
    }

    private static int indexOf(byte[] bytes, byte wanted, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private static int crc16(byte[] bytes, int from, int to) {
        int crc = 0;
        for (int i = from; i < to; i++) {
            crc = ((crc << 8) ^ TABLE[((crc >>> 8) ^ bytes[i]) & 0xff]) & 0xffff;
        }
        return crc;
    }

    private static int[] table() {
        int[] table = new int[256];
        for (int i = 0; i < table.length; i++) {
            int crc = i << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) == 0 ? crc << 1 : (crc << 1) ^ POLYNOMIAL;
            }
            table[i] = crc & 0xffff;
        }
        return table;
    }
}
