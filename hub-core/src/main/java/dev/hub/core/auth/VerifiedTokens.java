package dev.hub.core.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Tokens whose signatures were found good, so that a client that comes back costs no second check. Keeps the SHA-256 of
 * a token, not the token; bounded in memory. An entry counts only as long as the keys are those that it was checked with;
 * its times are compared anew whenever it is used. Safe from any thread.
 */
final class VerifiedTokens {
    private static final long MAX_BYTES = 16L * 1024 * 1024;
    private static final int OVERHEAD = 512;
    private static final Duration UNUSED = Duration.ofHours(1);

    private final Cache<ByteBuffer, Entry> entries = Caffeine.newBuilder()
            .maximumWeight(MAX_BYTES)
            .weigher((ByteBuffer digest, Entry entry) -> entry.weight())
            .expireAfterAccess(UNUSED)
            .executor(Runnable::run)
            .build();

    private record Entry(Claims claims, int generation, int weight) {}

    /** The claims of {@code token}, if it was checked with the keys of {@code generation}. */
    @Nullable
    Claims find(String token, int generation) {
        Entry entry = entries.getIfPresent(digest(token));
        return entry == null || entry.generation() != generation ? null : entry.claims();
    }

    /** The signature of {@code token} is good by the keys of {@code generation}. */
    void remember(String token, Claims claims, int generation) {
        entries.put(digest(token), new Entry(claims, generation, OVERHEAD + 2 * token.length()));
    }

    /** Entries that are held. */
    long size() {
        entries.cleanUp();
        return entries.estimatedSize();
    }

    private static ByteBuffer digest(String token) {
        try {
            byte[] text = token.getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every JDK has SHA-256", absent);
        }
    }
}
