package dev.hub.core.job;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Arguments of a script as one string of bytes, to be kept until they are sent: each after its length, in four bytes. */
final class PackedArguments {
    private PackedArguments() {}

    /** Texts, numbers and bytes. */
    static byte[] pack(List<Object> args) {
        List<byte[]> all = args.stream().map(PackedArguments::bytes).toList();
        int size = all.stream().mapToInt(each -> Integer.BYTES + each.length).sum();
        ByteBuffer packed = ByteBuffer.allocate(size);
        all.forEach(each -> packed.putInt(each.length).put(each));
        return packed.array();
    }

    private static byte[] bytes(Object arg) {
        return arg instanceof byte[] bytes ? bytes : String.valueOf(arg).getBytes(StandardCharsets.UTF_8);
    }

    /** What {@link #pack} was given, as bytes each. */
    static List<Object> unpack(byte[] packed) {
        ByteBuffer left = ByteBuffer.wrap(packed);
        List<Object> args = new ArrayList<>();
        while (left.hasRemaining()) {
            byte[] arg = new byte[left.getInt()];
            left.get(arg);
            args.add(arg);
        }
        return args;
    }
}
