package dev.hub.verticles.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By what a changed file is known. */
class FingerprintTest {
    @TempDir
    private Path directory;

    @Test
    void staysTheSameWhileNobodyTouchesTheFile() throws IOException {
        Path file = Files.writeString(directory.resolve("hub.yaml"), "a: 1");

        assertThat(Fingerprint.of(file)).isEqualTo(Fingerprint.of(file)).isNotEqualTo(Fingerprint.ABSENT);
    }

    @Test
    void isAnotherOneForAFileOfTheSameSizeAndTimeThatTookItsPlace() throws IOException {
        Path file = Files.writeString(directory.resolve("hub.yaml"), "a: 1");
        Path next = Files.writeString(directory.resolve("next"), "a: 2");
        FileTime time = Files.getLastModifiedTime(file);
        Files.setLastModifiedTime(next, time);
        Fingerprint before = Fingerprint.of(file);

        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);

        assertThat(Fingerprint.of(file)).isNotEqualTo(before);
    }

    @Test
    void followsALinkThatNowLeadsElsewhere() throws IOException {
        Path first = Files.writeString(directory.resolve("first"), "a: 1");
        Path second = Files.writeString(directory.resolve("second"), "a: 2");
        Path link = Files.createSymbolicLink(directory.resolve("hub.yaml"), first);
        Fingerprint before = Fingerprint.of(link);

        Files.delete(link);
        Files.createSymbolicLink(link, second);

        assertThat(Fingerprint.of(link)).isNotEqualTo(before).isEqualTo(Fingerprint.of(second));
    }

    @Test
    void isAbsentWithoutAFile() {
        assertThat(Fingerprint.of(directory.resolve("none"))).isEqualTo(Fingerprint.ABSENT);
    }
}
