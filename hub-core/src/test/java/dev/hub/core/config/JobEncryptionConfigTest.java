package dev.hub.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.channel.Payload;
import dev.hub.core.job.JobCipher;
import dev.hub.core.job.JobCipher.Opened;
import dev.hub.core.job.QueueName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The section {@code jobs.encryption}. */
final class JobEncryptionConfigTest {
    private static final String SECRET = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    private static final QueueName MAIL = new QueueName("mail");

    @Test
    void isOffUnlessConfigured() {
        assertThat(Configs.of("").jobs().encryption().cipher()).isSameAs(JobCipher.NONE);
    }

    @Test
    void takesKeysOutOfTheFileAndOutOfVariablesAndFiles(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("key"), SECRET + "\n");
        HubConfig fromFile =
                Configs.of("jobs: {encryption: {primary: a, keys: [{id: a, secret-file: %s}, {id: b, secret: %s}]}}"
                        .formatted(file, SECRET));
        HubConfig fromVariables = Configs.load(
                        "",
                        Map.of(
                                "HUB_JOBS_ENCRYPTION_PRIMARY",
                                "a",
                                "HUB_JOBS_ENCRYPTION_KEYS_0_ID",
                                "a",
                                "HUB_JOBS_ENCRYPTION_KEYS_0_SECRET_FILE",
                                file.toString()))
                .config();

        byte[] sealed = fromFile.jobs().encryption().cipher().seal(MAIL, Payload.NULL);

        assertThat(sealed).isNotEqualTo(Payload.NULL.bytes());
        assertThat(fromVariables.jobs().encryption().cipher().open(MAIL, sealed))
                .isEqualTo(new Opened.Plain(Payload.NULL));
    }

    @Test
    void printsNoSecret() {
        LoadedConfig loaded = Configs.load(
                "jobs: {encryption: {primary: a, keys: [{id: a, secret: %s}]}}".formatted(SECRET), Map.of());

        assertThat(loaded.toYaml()).contains("secret: \"***\"").doesNotContain(SECRET);
        assertThat(loaded.config().toString()).doesNotContain(SECRET);
    }

    @Test
    void tellsWhatIsWrongWithKeys() {
        String short16 = "MDEyMzQ1Njc4OWFiY2RlZg==";

        assertThat(Configs.faultsOf("jobs: {encryption: {primary: c, keys: [{id: 'a b', secret: %s}, {id: b}]}}"
                        .formatted(short16)))
                .hasSize(4)
                .allSatisfy(fault ->
                        assertThat(fault).startsWith("jobs.encryption.").doesNotContain(short16))
                .anySatisfy(fault -> assertThat(fault).contains("keys[0].id must be 1 to 32 letters"))
                .anySatisfy(fault -> assertThat(fault).contains("keys[0].secret must be 32 bytes in base64, got 16"))
                .anySatisfy(fault -> assertThat(fault).contains("keys[1].secret must be 32 bytes in base64"))
                .anySatisfy(fault -> assertThat(fault).contains("primary must be the id of one of"));
        assertThat(Configs.faultsOf(
                        "jobs: {encryption: {keys: [{id: a, secret: %1$s}, {id: a, secret: %1$s}]}}".formatted(SECRET)))
                .singleElement()
                .asString()
                .contains("keys[1].id must be given to one only");
    }
}
