package dev.hub.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.opentest4j.TestAbortedException;

@ResourceLock(Resources.SYSTEM_PROPERTIES)
class ProgramsTest {
    private static final String ABSENT = "no-such-program-for-programs-test";

    private @Nullable String before;

    @BeforeEach
    void keepTheProperty() {
        before = System.getProperty("HUB_REQUIRE_ALL");
    }

    /** Also takes back what this test has noted as absent: it is no news for the build. */
    @AfterEach
    void restoreThePropertyAndTheNotes() throws IOException {
        if (before == null) {
            System.clearProperty("HUB_REQUIRE_ALL");
        } else {
            System.setProperty("HUB_REQUIRE_ALL", before);
        }
        if (Files.exists(Programs.ABSENT)) {
            Files.write(
                    Programs.ABSENT,
                    Files.readAllLines(Programs.ABSENT).stream()
                            .filter(line -> !line.startsWith(ABSENT))
                            .toList());
        }
    }

    @Test
    void findsAProgramOnThePathByAnyOfItsNames() {
        assertThat(Programs.require(ABSENT, "sh")).isExecutable().hasFileName("sh");
    }

    @Test
    void skipsATestWhoseProgramIsAbsentAndNotesBoth() throws IOException {
        System.setProperty("HUB_REQUIRE_ALL", "false");

        assertThatThrownBy(() -> Programs.require(ABSENT))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining(ABSENT + " is not installed");
        assertThat(Files.readAllLines(Programs.ABSENT)).contains(ABSENT + "\t" + ProgramsTest.class.getName());
    }

    @Test
    void failsATestWhoseProgramIsAbsentWhenAllAreRequired() {
        System.setProperty("HUB_REQUIRE_ALL", "true");

        assertThatThrownBy(() -> Programs.require(ABSENT))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(ABSENT + " is not installed");
    }
}
