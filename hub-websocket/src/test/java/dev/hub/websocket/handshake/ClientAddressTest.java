package dev.hub.websocket.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.network.IpAddress;
import dev.hub.core.network.TrustedProxies;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClientAddressTest {
    private static final TrustedProxies PROXIES = TrustedProxies.of(List.of("10.0.0.0/8", "::1"));

    private static InetAddress address(String text) {
        return IpAddress.parse(text).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        192.0.2.1 | 203.0.113.9                      | 192.0.2.1
        10.0.0.1  | 203.0.113.9                      | 203.0.113.9
        10.0.0.1  | 203.0.113.9:4711                 | 203.0.113.9
        10.0.0.1  | 203.0.113.9, 10.0.0.2            | 203.0.113.9
        10.0.0.1  | 6.6.6.6, 203.0.113.9             | 203.0.113.9
        10.0.0.1  | 10.9.9.9, 203.0.113.9, 10.0.0.2  | 203.0.113.9
        10.0.0.1  | 10.0.0.3, 10.0.0.2               | 10.0.0.3
        10.0.0.1  | 203.0.113.9, unknown             | 10.0.0.1
        10.0.0.1  | ''                               | 10.0.0.1
        ::1       | [2001:db8::7]:1, 10.0.0.2        | 2001:db8::7
        """)
    void believesTheProxiesThatAreTrusted(String peer, String forwarded, String expected) {
        assertThat(PROXIES.origin(address(peer), List.of(forwarded))).isEqualTo(address(expected));
    }

    @Test
    void readsSeveralHeadersAsOne() {
        assertThat(PROXIES.origin(address("10.0.0.1"), List.of("6.6.6.6", "203.0.113.9", "10.0.0.2")))
                .isEqualTo(address("203.0.113.9"));
        assertThat(PROXIES.origin(address("10.0.0.1"), List.of())).isEqualTo(address("10.0.0.1"));
    }

    @Test
    void countsTheSocketsOfAnAddress() {
        AddressLimit limit = new AddressLimit(2);

        assertThat(limit.enter(address("2001:db8::1"))).isTrue();
        assertThat(limit.enter(address("2001:db8::2"))).isTrue();
        assertThat(limit.enter(address("2001:db8::3"))).isFalse();
        assertThat(limit.enter(address("2001:db8:0:1::1"))).isTrue();
        limit.leave(address("2001:db8::2"));
        assertThat(limit.enter(address("2001:db8::4"))).isTrue();
        limit.leave(address("2001:db8::1"));
        limit.leave(address("2001:db8::4"));
        limit.leave(address("2001:db8:0:1::1"));
        assertThat(limit.addresses()).isZero();
    }
}
