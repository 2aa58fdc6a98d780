package dev.hub.core.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A wildcard stands for one part, and at the end for all that follow. */
class ChannelPatternTest {
    @ParameterizedTest
    @CsvSource({
        "orders:*,     orders:42,       true",
        "orders:*,     orders:eu:42,    true",
        "orders:*,     orders:,         true",
        "orders:*,     orders,          false",
        "orders:*,     orders2:42,      false",
        "orders:*,     order:42,        false",
        "*:alerts,     eu:alerts,       true",
        "*:alerts,     :alerts,         true",
        "*:alerts,     alerts,          false",
        "*:alerts,     eu:de:alerts,    false",
        "*:alerts,     eu:alerts:high,  false",
        "*:alerts,     eu:alert,        false",
        "a:*:c,        a:b:c,           true",
        "a:*:c,        a::c,            true",
        "a:*:c,        a:c,             false",
        "a:*:c,        a:b:b:c,         false",
        "a:*:c:*,      a:b:c:d:e,       true",
        "a:*:c:*,      a:b:c,           false",
        "*:*,          a:b,             true",
        "*:*,          a:b:c,           true",
        "*:*,          a,               false",
        "*,            a,               true",
        "*,            a:b,             true",
        "*,            :,               true",
        "a:b,          a:b,             true",
        "a:b,          a:b:c,           false",
        "a:b,          a,               false",
    })
    void describesChannels(String pattern, String channel, boolean matches) {
        assertThat(new ChannelPattern(pattern).matches(channel)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"or*", "*or", "o*r", "**", "a:**", "a:b*:c", "*:a*"})
    void refusesAWildcardInsideAPart(String pattern) {
        assertThat(ChannelPattern.faultOf(pattern))
                .startsWith("pattern must have * only as a whole part between colons, got * at position ")
                .endsWith(" of " + pattern);
        assertThatIllegalArgumentException().isThrownBy(() -> new ChannelPattern(pattern));
    }

    @Test
    void refusesWhatIsNoChannelName() {
        assertThat(ChannelPattern.faultOf("")).isEqualTo("channel must not be empty");
        assertThat(ChannelPattern.faultOf("*:" + "x".repeat(254))).contains("at most 255 characters, got 256");
        assertThat(ChannelPattern.faultOf("*:\u00e9")).contains("printable ASCII");
        assertThat(ChannelPattern.faultOf("*:a")).isEmpty();
    }

    @Test
    void tellsTheNamespaceWhenThereIsOne() {
        assertThat(new ChannelPattern("orders:*").namespace()).contains("orders");
        assertThat(new ChannelPattern("orders:42").namespace()).contains("orders");
        assertThat(new ChannelPattern("*:alerts").namespace()).isEmpty();
        assertThat(new ChannelPattern("*").namespace()).isEmpty();
        assertThat(new ChannelPattern("orders").namespace()).isEmpty();
    }

    @Test
    void isMeantWhereAnAsteriskStands() {
        assertThat(ChannelPattern.isPattern("or*")).isTrue();
        assertThat(ChannelPattern.isPattern("orders:42")).isFalse();
    }

    @Test
    void isAValue() {
        assertThat(new ChannelPattern("a:*"))
                .isEqualTo(new ChannelPattern("a:*"))
                .hasToString("a:*");
    }
}
