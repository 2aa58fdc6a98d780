package dev.hub.core.valkey;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineVersionTest {
    @ParameterizedTest
    @CsvSource({
        "Valkey server v=8.0.1 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64, valkey 8.0.1",
        "Redis server v=6.2.11 sha=00000000:0 malloc=jemalloc-5.1.0 bits=64, redis 6.2.11",
    })
    void readsTheBannerOfAServer(String banner, String expected) {
        assertThat(EngineVersion.ofBanner(banner).orElseThrow()).hasToString(expected);
    }

    @Test
    void takesOtherOutputForNoServer() {
        assertThat(EngineVersion.ofBanner("bash: valkey-server: command not found"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "redis 6.2.11, redis 6.2.7, true",
        "redis 6.2.7, redis 6.2.11, true",
        "redis 6.2.11, redis 7.0.0, false",
        "redis 7.2.4, redis 7.0.0, true",
        "valkey 8.0.1, redis 6.2.11, true",
        "valkey 8.0.1, redis 7.2.5, true",
        "valkey 8.0.1, redis 7.4.0, false",
        "valkey 8.0.1, valkey 8.1.0, false",
        "valkey 9.0.0, valkey 8.1.0, true",
        "redis 8.0.0, valkey 7.2.5, false",
    })
    void readsFilesOfItsOwnPastOnly(String reader, String writer, boolean expected) {
        EngineVersion ours = EngineVersion.parse(reader).orElseThrow();
        EngineVersion theirs = EngineVersion.parse(writer).orElseThrow();

        assertThat(ours.readsFilesOf(theirs)).isEqualTo(expected);
    }
}
