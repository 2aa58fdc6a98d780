package dev.hub.core.valkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValkeyUrlTest {

    @ParameterizedTest
    @CsvSource({
        "valkey://h, false",
        "redis://h, false",
        "valkeys://h, true",
        "rediss://h:6379/0, true",
        "redis://h/, false"
    })
    void readsOneServer(String url, boolean tls) {
        ValkeyOptions options = ValkeyUrl.parse(url);

        assertThat(options.deployment()).isEqualTo(new Deployment.Standalone(List.of(new Endpoint.Tcp("h", 6379))));
        assertThat(options.tls() != null).isEqualTo(tls);
        assertThat(options.credentials()).isEqualTo(Credentials.NONE);
        assertThat(options.database()).isZero();
    }

    @Test
    void readsCredentialsPortsAndDatabase() {
        ValkeyOptions options = ValkeyUrl.parse("valkey://al%40ice:p%40ss%3A%2F+%25@h1:1,[::1]:2,h3/7");

        assertThat(options.credentials()).isEqualTo(new Credentials("al@ice", "p@ss:/+%"));
        assertThat(options.database()).isEqualTo(7);
        assertThat(options.deployment())
                .isEqualTo(new Deployment.Standalone(
                        List.of(new Endpoint.Tcp("h1", 1), new Endpoint.Tcp("::1", 2), new Endpoint.Tcp("h3", 6379))));
    }

    @Test
    void readsAPasswordWithoutUserAndAUserWithoutPassword() {
        assertThat(ValkeyUrl.parse("redis://:pw@h").credentials()).isEqualTo(new Credentials(null, "pw"));
        assertThat(ValkeyUrl.parse("redis://bob@h").credentials()).isEqualTo(new Credentials("bob", ""));
        assertThat(ValkeyUrl.parse("redis://h?user=bob&password=p%26q").credentials())
                .isEqualTo(new Credentials("bob", "p&q"));
    }

    @Test
    void readsAUnixSocket() {
        ValkeyOptions options = ValkeyUrl.parse("unix:///run/a%20b.sock?user=u&password=p%3D&db=2");

        assertThat(options.deployment())
                .isEqualTo(new Deployment.Standalone(List.of(new Endpoint.Unix("/run/a b.sock"))));
        assertThat(options.credentials()).isEqualTo(new Credentials("u", "p="));
        assertThat(options.database()).isEqualTo(2);
    }

    @Test
    void readsSentinels() {
        ValkeyOptions options =
                ValkeyUrl.parse("rediss+sentinel://u:p@h1,h2:5/mymaster/3?sentinel-user=su&sentinel-password=sp");

        assertThat(options.deployment())
                .isEqualTo(new Deployment.Sentinel(
                        List.of(new Endpoint.Tcp("h1", 26_379), new Endpoint.Tcp("h2", 5)),
                        "mymaster",
                        new Credentials("su", "sp")));
        assertThat(options.credentials()).isEqualTo(new Credentials("u", "p"));
        assertThat(options.database()).isEqualTo(3);
        assertThat(options.tls()).isEqualTo(Tls.DEFAULT);
    }

    @Test
    void readsAClusterOfEitherName() {
        for (String scheme : List.of("valkey+cluster", "redis+cluster")) {
            ValkeyOptions options = ValkeyUrl.parse(scheme + "://h1:1,h2:2");

            assertThat(options.isCluster()).isTrue();
            assertThat(options.deployment())
                    .isEqualTo(new Deployment.Cluster(List.of(new Endpoint.Tcp("h1", 1), new Endpoint.Tcp("h2", 2))));
        }
    }

    @Test
    void forgivesABareSlashInAPassword() {
        assertThat(ValkeyUrl.parse("redis://u:p/w@h/4").credentials()).isEqualTo(new Credentials("u", "p/w"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            h:6379                        | starts with a scheme
            http://h                      | got "http"
            valkey+foo://h                | got "valkey+foo"
            unix+cluster:///p             | got "unix+cluster"
            valkey://                     | a host of the Valkey URL is empty
            valkey://h1,,h2               | a host of the Valkey URL is empty
            valkey://my_host              | has letters, digits, '.', '-' and (IPv6) ':', got my_host
            valkey://h:0                  | must be 1 to 65535, got 0
            valkey://h:66000              | must be 1 to 65535, got 66000
            valkey://h:x                  | the port of host h in the Valkey URL is not a number
            valkey://h/x                  | the database in the Valkey URL is not a number
            valkey://h/-1                 | must be 0 or more, got -1
            valkey://h/1/2                | at most 1 part(s), got 2
            valkey+cluster://h/1          | a Valkey cluster has only database 0, got 1
            valkey+sentinel://h           | the name of the primary must not be empty
            valkey+sentinel://h/          | the name of the primary must not be empty
            unix://run/p.sock             | with three slashes
            unix:///                      | must be absolute
            valkey://h?pasword=x          | has no parameter "pasword"
            """)
    void namesTheFault(String url, String part) {
        assertThatThrownBy(() -> ValkeyUrl.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(part);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "valkey://u:s3cret%@h",
                "valkey://u:s3cret@h:x",
                "valkey://u:s3cret",
                "valkey://u:s3c?ret@h",
                "valkey://u:s3cret@h/1/2",
                "http://u:s3cret@h",
                "valkey://h?password=s3cret%"
            })
    void neverRepeatsAPasswordInAnError(String url) {
        assertThatThrownBy(() -> ValkeyUrl.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> assertThat(e.toString()).doesNotContain("s3c").doesNotContain("ret"))
                .satisfies(e -> assertThat(String.valueOf(e.getCause()))
                        .doesNotContain("s3c")
                        .doesNotContain("ret"));
    }

    @Test
    void hidesThePasswordWhenPrinted() {
        ValkeyOptions options = ValkeyUrl.parse("valkey+sentinel://u:s3cret@h/m?sentinel-password=s3cret2");

        assertThat(options.toString()).doesNotContain("s3cret").contains("password hidden");
    }
}
