package dev.hub.core.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TrustedProxiesTest {
    private static InetAddress address(String text) {
        return IpAddress.parse(text).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.200.3.4, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.64.0.0/10, 10.127.255.255, true",
        "10.64.0.0/10, 10.128.0.0, false",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.8, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, '2001:db8::1', false",
        "2001:db8::/33, '2001:db8:7fff::1', true",
        "2001:db8::/33, '2001:db8:8000::1', false",
        "10.0.0.0/8, '::ffff:10.1.2.3', true"
    })
    void trustsTheAddressesOfTheNetwork(String network, String address, boolean trusted) {
        assertThat(TrustedProxies.of(List.of("198.51.100.1", network)).trusts(address(address)))
                .isEqualTo(trusted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "localhost", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "::/129", "10.0.0/8", "a::b::c"})
    void refusesWhatIsNoNetwork(String text) {
        assertThat(TrustedProxies.isNetwork(text)).isFalse();
        assertThatThrownBy(() -> TrustedProxies.of(List.of(text)))
                .hasMessage("a trusted proxy must be an address or a network such as 10.0.0.0/8, got \"" + text + "\"");
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7:8080, 192.0.2.7",
        "'[2001:db8::1]:443', '2001:db8::1'",
        "'[2001:db8::1]', '2001:db8::1'",
        "' 192.0.2.7 ', 192.0.2.7"
    })
    void readsAddressesWithPorts(String text, String expected) {
        assertThat(IpAddress.parse(text)).contains(address(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown", "_hidden", "", "localhost", "1.2.3", "1.2.3.4.5", "[2001:db8::1"})
    void asksNobodyForNames(String text) {
        assertThat(IpAddress.parse(text).map(InetAddress::getHostAddress).orElse("nothing"))
                .isIn("nothing", "2001:db8:0:0:0:0:0:1");
    }

    @Test
    void countsAnIpv6CustomerByItsNetwork() {
        assertThat(IpAddress.network(address("2001:db8:1:2:3:4:5:6"))).isEqualTo(address("2001:db8:1:2::"));
        assertThat(IpAddress.network(address("192.0.2.7"))).isEqualTo(address("192.0.2.7"));
    }
}
