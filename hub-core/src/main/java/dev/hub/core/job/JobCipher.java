package dev.hub.core.job;

import dev.hub.core.auth.Secret;
import dev.hub.core.channel.Payload;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Keeps payloads, results and progress of jobs from those who read Valkey or its files: AES-256-GCM (NIST SP 800-38D), with the
 * primary one of several keys; the others read what they wrote.
 *
 * <p>What it writes is an envelope: a byte 1, with which no JSON begins; length of the key's id, and the id; a nonce of 96 bits
 * drawn at random; the ciphertext with a tag of 128 bits. The tag covers what stands before the nonce, and the name of the queue:
 * an envelope is good in its queue only. It is not bound to one job, for payloads go over to others, by deduplication and from
 * schedules. What is no envelope was written in plain, and is read so.
 */
public final class JobCipher {
    /** Writes in plain. */
    public static final JobCipher NONE = new JobCipher("", Map.of(), new SecureRandom());

    /** What an id of a key looks like. */
    public static final Pattern KEY_ID = Pattern.compile("[a-zA-Z0-9_.-]{1,32}");

    private static final byte VERSION = 1;
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;

    private final Map<String, SecretKeySpec> keys = new HashMap<>();
    private final SecureRandom random;
    private final byte @Nullable [] head;
    private final @Nullable SecretKeySpec primary;

    /**
     * One that may be used from any thread.
     *
     * @param primary id of the key that is written with; empty to write in plain
     * @param secrets keys by their ids, see {@link #faultOf}
     */
    public JobCipher(String primary, Map<String, Secret> secrets, SecureRandom random) {
        secrets.forEach((id, secret) -> {
            String fault = KEY_ID.matcher(id).matches() ? faultOf(secret) : "must have an id of 1 to 32 characters";
            if (!fault.isEmpty()) {
                throw new IllegalArgumentException("key \"" + id + "\" " + fault);
            }
            keys.put(id, new SecretKeySpec(Base64.getDecoder().decode(secret.reveal()), "AES"));
        });
        if (!primary.isEmpty() && !keys.containsKey(primary)) {
            throw new IllegalArgumentException("primary must be the id of a key, got \"" + primary + "\"");
        }
        this.random = random;
        this.head = primary.isEmpty() ? null : headOf(primary);
        this.primary = keys.get(primary);
    }

    private static byte[] headOf(String id) {
        byte[] name = id.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(2 + name.length)
                .put(VERSION)
                .put((byte) name.length)
                .put(name)
                .array();
    }

    /** What is wrong with {@code secret} as a key; empty when nothing is. Never holds the secret. */
    public static String faultOf(Secret secret) {
        try {
            int length = Base64.getDecoder().decode(secret.reveal()).length;
            return length == KEY_BYTES ? "" : "must be " + KEY_BYTES + " bytes in base64, got " + length;
        } catch (IllegalArgumentException noBase64) {
            return "must be " + KEY_BYTES + " bytes in base64";
        }
    }

    /** What was read. */
    public sealed interface Opened {
        /** As it was given. */
        record Plain(Payload payload) implements Opened {}

        /** It cannot be read; {@code why} names the key, and no data. */
        record Unreadable(String why) implements Opened {}
    }

    /** What is to be written for {@code payload} in {@code queue}. */
    public byte[] seal(QueueName queue, Payload payload) {
        byte[] start = head;
        SecretKeySpec key = primary;
        if (start == null || key == null) {
            return payload.bytes();
        }
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] plain = payload.bytes();
        ByteBuffer sealed = ByteBuffer.allocate(start.length + NONCE_BYTES + plain.length + TAG_BYTES);
        sealed.put(start).put(nonce);
        try {
            cipher(Cipher.ENCRYPT_MODE, key, nonce, start, queue).doFinal(ByteBuffer.wrap(plain), sealed);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has AES-GCM", impossible);
        }
        return sealed.array();
    }

    /** What {@code written} in {@code queue} says. */
    public Opened open(QueueName queue, byte[] written) {
        return written.length == 0 || written[0] != VERSION
                ? new Opened.Plain(Payload.ofBytes(written))
                : unseal(queue, written);
    }

    private Opened unseal(QueueName queue, byte[] sealed) {
        int start = sealed.length < 2 ? 2 : 2 + (sealed[1] & 0xff);
        int from = start + NONCE_BYTES;
        if (sealed.length < from + TAG_BYTES) {
            return new Opened.Unreadable("it was encrypted, and is not whole");
        }
        String id = new String(sealed, 2, start - 2, StandardCharsets.US_ASCII);
        SecretKeySpec key = keys.get(id);
        if (key == null) {
            return new Opened.Unreadable(
                    "it was encrypted with a key that jobs.encryption.keys does not have" + named(id));
        }
        byte[] nonce = new byte[NONCE_BYTES];
        System.arraycopy(sealed, start, nonce, 0, NONCE_BYTES);
        byte[] head = new byte[start];
        System.arraycopy(sealed, 0, head, 0, start);
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, nonce, head, queue);
            return new Opened.Plain(Payload.ofBytes(cipher.doFinal(sealed, from, sealed.length - from)));
        } catch (AEADBadTagException broken) {
            return new Opened.Unreadable("it was changed since it was encrypted with the key" + named(id)
                    + ", or this is another key or another queue");
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has AES-GCM", impossible);
        }
    }

    /** It may be anything, where it did not come from here. */
    private static String named(String id) {
        return KEY_ID.matcher(id).matches() ? " \"" + id + "\"" : "";
    }

    private static Cipher cipher(int mode, SecretKeySpec key, byte[] nonce, byte[] head, QueueName queue)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
        cipher.updateAAD(head);
        cipher.updateAAD(queue.value().getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    /** No keys. */
    @Override
    public String toString() {
        return "JobCipher" + keys.keySet();
    }
}
