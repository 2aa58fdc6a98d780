package dev.hub.core.valkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BundledServerTest {
    @ParameterizedTest
    @CsvSource({"Linux,amd64", "Linux,aarch64", "Mac OS X,x86_64", "Mac OS X,aarch64"})
    void isBundledForCommonMachines(String system, String processor) {
        String name = BundledServer.resourceFor(system, processor).orElseThrow();

        assertThat(BundledServer.class.getResource("/" + name)).as(name).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"Linux,riscv64", "Windows 11,amd64", "Linux,s390x"})
    void isNotBundledForOthers(String system, String processor) {
        assertThat(BundledServer.resourceFor(system, processor)).isEmpty();
    }

    @Test
    void isExtractedOnceAndMendedWhenDamaged(@TempDir Path directory) throws IOException {
        Path program = BundledServer.extractTo(directory.resolve("bin")).orElseThrow();
        FileTime longAgo = FileTime.from(Instant.EPOCH);
        Files.setLastModifiedTime(program, longAgo);

        BundledServer.extractTo(directory.resolve("bin"));

        assertThat(Files.getLastModifiedTime(program)).isEqualTo(longAgo);

        long size = Files.size(program);
        Files.write(program, new byte[] {1, 2, 3});
        BundledServer.extractTo(directory.resolve("bin"));

        assertThat(program).hasSize(size).isExecutable();
        assertThat(directory.resolve("bin")).isDirectoryContaining(program::equals);
    }
}
