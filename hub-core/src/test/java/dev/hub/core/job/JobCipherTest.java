package dev.hub.core.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hub.core.auth.Secret;
import dev.hub.core.channel.Payload;
import dev.hub.core.job.JobCipher.Opened;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobCipherTest {
    private static final QueueName MAIL = new QueueName("mail");
    private static final QueueName OTHER = new QueueName("other");
    private static final Payload ANN = Payload.ofJson("{\"to\":\"ann@example.com\"}");
    private static final Secret FIRST = secret(1);
    private static final Secret SECOND = secret(2);

    private final JobCipher cipher = cipher("a", Map.of("a", FIRST));

    private static Secret secret(int fill) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) fill);
        return Secret.of(Base64.getEncoder().encodeToString(key));
    }

    private static JobCipher cipher(String primary, Map<String, Secret> keys) {
        return new JobCipher(primary, keys, new SecureRandom());
    }

    private static String why(Opened opened) {
        return opened instanceof Opened.Unreadable unreadable ? unreadable.why() : "";
    }

    private static Opened plain(Payload payload) {
        return new Opened.Plain(payload);
    }

    @Test
    void opensWhatItSealed() {
        byte[] sealed = cipher.seal(MAIL, ANN);

        assertThat(new String(sealed, StandardCharsets.ISO_8859_1))
                .startsWith("\1\1a")
                .doesNotContain("ann");
        assertThat(sealed).hasSize(2 + 1 + 12 + ANN.size() + 16);
        assertThat(cipher.open(MAIL, sealed)).isEqualTo(plain(ANN));
    }

    @Test
    void sealsTheSameNeverInTheSameWay() {
        assertThat(cipher.seal(MAIL, ANN)).isNotEqualTo(cipher.seal(MAIL, ANN));
    }

    @Test
    void readsWhatWasWrittenInPlain() {
        assertThat(cipher.open(MAIL, ANN.bytes())).isEqualTo(plain(ANN));
        assertThat(cipher.open(MAIL, new byte[0])).isEqualTo(plain(Payload.ofJson("")));
    }

    @Test
    void writesInPlainWithoutAPrimaryKeyAndStillReads() {
        JobCipher off = cipher("", Map.of("a", FIRST));

        assertThat(off.seal(MAIL, ANN)).isSameAs(ANN.bytes());
        assertThat(JobCipher.NONE.seal(MAIL, ANN)).isSameAs(ANN.bytes());
        assertThat(off.open(MAIL, cipher.seal(MAIL, ANN))).isEqualTo(plain(ANN));
    }

    @Test
    void readsWithOldKeysWhileANewOneIsPrimary() {
        JobCipher rotated = cipher("b", Map.of("a", FIRST, "b", SECOND));

        assertThat(rotated.open(MAIL, cipher.seal(MAIL, ANN))).isEqualTo(plain(ANN));
        assertThat(rotated.open(MAIL, rotated.seal(MAIL, ANN))).isEqualTo(plain(ANN));
        assertThat(why(cipher.open(MAIL, rotated.seal(MAIL, ANN))))
                .isEqualTo("it was encrypted with a key that jobs.encryption.keys does not have \"b\"");
    }

    @Test
    void readsNothingWithAnotherKeyOfTheSameId() {
        assertThat(why(cipher("a", Map.of("a", SECOND)).open(MAIL, cipher.seal(MAIL, ANN))))
                .contains("another key");
    }

    @Test
    void readsNothingThatWasMovedToAnotherQueue() {
        assertThat(why(cipher.open(OTHER, cipher.seal(MAIL, ANN)))).contains("another queue");
    }

    /** A key under two ids shows that the id is covered by the tag as well. */
    @Test
    void readsNothingOfWhichAnyByteWasChanged() {
        JobCipher twins = cipher("a", Map.of("a", FIRST, "b", FIRST));
        byte[] sealed = twins.seal(MAIL, ANN);
        for (int at = 1; at < sealed.length; at++) {
            byte[] changed = sealed.clone();
            changed[at] = (byte) (changed[at] ^ (at == 2 ? 'a' ^ 'b' : 1));

            assertThat(why(twins.open(MAIL, changed))).as("byte " + at).isNotEmpty();
        }
    }

    @Test
    void readsNothingThatWasCutShort() {
        byte[] sealed = cipher.seal(MAIL, ANN);
        for (int length = 1; length < sealed.length; length++) {
            assertThat(why(cipher.open(MAIL, Arrays.copyOf(sealed, length))))
                    .as(length + " bytes")
                    .isNotEmpty();
        }
    }

    @Test
    void takesKeysOf32BytesOnlyAndTellsNoneOfThem() {
        Secret brief = Secret.of(Base64.getEncoder().encodeToString(new byte[16]));

        assertThat(JobCipher.faultOf(FIRST)).isEmpty();
        assertThat(JobCipher.faultOf(brief)).isEqualTo("must be 32 bytes in base64, got 16");
        assertThat(JobCipher.faultOf(Secret.of("no base64!"))).isEqualTo("must be 32 bytes in base64");
        assertThatThrownBy(() -> cipher("a", Map.of("a", brief)))
                .hasMessage("key \"a\" must be 32 bytes in base64, got 16");
        assertThatThrownBy(() -> cipher("b", Map.of("a", FIRST)))
                .hasMessage("primary must be the id of a key, got \"b\"");
        assertThat(cipher.toString()).isEqualTo("JobCipher[a]");
    }
}
