package dev.hub.core.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameGlobTest {
    @ParameterizedTest
    @CsvSource({
        "'',    anything, true",
        "a,     a,        true",
        "a,     ab,       false",
        "a*,    a,        true",
        "a*,    abc,      true",
        "*c,    abc,      true",
        "*b,    abc,      false",
        "a*c,   abbc,     true",
        "a*b*c, axbxc,    true",
        "a*b*c, acb,      false",
        "**,    x,        true",
        "x:*,   x:1:2,    true",
        "*:*,   x,        false",
        "'*',   '',       true"
    })
    void aStarStandsForAnyText(String glob, String name, boolean matches) {
        assertThat(new NameGlob(glob).matches(name)).isEqualTo(matches);
    }

    @Test
    void takesNoLongTimeForManyStars() {
        assertThat(new NameGlob("*a".repeat(120) + "b").matches("a".repeat(255)))
                .isFalse();
    }
}
