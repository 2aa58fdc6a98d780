package dev.hub.core.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hub.core.network.IpAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Any text that somebody else wrote becomes a value, or is not known. */
class DescriptorValueTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "::ffff:192.0.2.7, 192.0.2.7",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::/64",
        "2001:db8::7, 2001:db8::/64",
        "::1, ::/64",
    })
    void anAddressOfIpv6StandsForItsNetwork(String address, String value) {
        assertThat(DescriptorValue.of(IpAddress.parse(address).orElseThrow())).isEqualTo(value);
    }

    @Test
    void whatIsTooLongIsKnownByItsHash() {
        String fits = "ü".repeat(128);
        String one = "a".repeat(300);
        String other = "a".repeat(301);

        assertThat(DescriptorValue.of(fits)).isEqualTo(fits);
        assertThat(DescriptorValue.of(one)).startsWith("sha256:").hasSize(71).isEqualTo(DescriptorValue.of(one));
        assertThat(DescriptorValue.of(other)).isNotEqualTo(DescriptorValue.of(one));
        assertThat(Descriptors.of(Map.of("user", String.valueOf(DescriptorValue.of(one))))
                        .values())
                .hasSize(1);
    }

    @Test
    void nothingIsNotKnown() {
        assertThat(DescriptorValue.of("")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "_a", "1a", "A", "a-b", "ä", "a b", "a234567890123456789012345678901234"})
    void aNameIsOfFewLetters(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Descriptors.of(Map.of(name, "x")))
                .withMessageContaining("a descriptor's name must be 1 to 32 of a-z, 0-9 and _");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "channel_namespace", "a1_", "a2345678901234567890123456789012"})
    void otherNamesAreGood(String name) {
        assertThat(Descriptors.of(Map.of(name, "x")).values()).containsEntry(name, "x");
    }

    @Test
    void aValueHasUpTo256Bytes() {
        assertThat(Descriptors.of(Map.of("a", "ü".repeat(128))).values()).hasSize(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Descriptors.of(Map.of("a", "ü".repeat(129))))
                .withMessage("the descriptor a must have 1 to 256 bytes, got 258");
        assertThatIllegalArgumentException().isThrownBy(() -> Descriptors.of(Map.of("a", "")));
    }

    @Test
    void backEndsMayTellAnIpv6AddressAsItIs() {
        assertThat(ipOf("2001:db8:1:2::1")).isEqualTo("2001:db8:1:2::/64").isEqualTo(ipOf("2001:0db8:1:2:ffff::9"));
        assertThat(ipOf("::ffff:10.0.0.1")).isEqualTo(ipOf("10.0.0.1"));
        assertThat(ipOf("2001:db8:1:2::/64")).isEqualTo("2001:db8:1:2::/64");
        assertThat(ipOf("a:b")).isEqualTo("a:b");
    }

    private static String ipOf(String text) {
        return Descriptors.of(Map.of(Descriptors.IP, text)).find(Descriptors.IP).orElseThrow();
    }
}
