package dev.hub.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.metrics.HubMetrics;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients should not send. After each case the hub serves others as before and holds nothing of the offender. */
final class HostileInputIT {
    private static final int TEXT = 0x81;

    private static TestHub hub;

    @BeforeAll
    static void start() {
        hub = TestHub.insecure();
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @AfterEach
    void theHubServesOthersAsBeforeAndHoldsNothing() throws IOException {
        try (RawClient other = RawClient.connected(hub.port())) {
            other.text("{\"id\":9,\"publish\":{\"channel\":\"x\",\"data\":1}}");
            assertThat(other.frame().text()).isEqualTo("{\"id\":9,\"publish\":{}}");
        }
        Awaitility.await().untilAsserted(() -> assertThat(hub.openConnections()).isZero());
        Awaitility.await()
                .untilAsserted(() -> assertThat(hub.channels.channels()).isZero());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "[{\"id\":1,\"connect\":{}}]",
                "{\"id\":1,\"connect\":{\"name\":\"js\"",
                "",
                " \n ",
                "null",
                "7",
                "{\"id\":1,\"subscribe\":{\"channel\":\"a\"}}",
                "{\"id\":1,\"publish\":{\"channel\":\"a\",\"data\":1}}",
                "{\"id\":1,\"rpc\":{\"method\":\"a\"}}",
                "{\"id\":1,\"ping\":{}}",
                "{\"connect\":{}}",
                "{\"id\":0,\"connect\":{}}",
                "{\"id\":-1,\"connect\":{}}",
                "{\"id\":4294967296,\"connect\":{}}",
                "{\"id\":1e400,\"connect\":{}}",
                "{\"id\":\"1\",\"connect\":{}}",
                "{\"id\":1,\"dance\":{}}",
                "{\"id\":1}",
                "{}",
                "{\"id\":1,\"connect\":7}",
                "{\"id\":1,\"connect\":{}}{\"id\":2,\"subscribe\":{\"channel\":\"a\"}}",
                "\u0000{\"id\":1,\"connect\":{}}",
                "\ufeff{\"id\":1,\"connect\":{}}"
            })
    void closesWith3501BeforeConnect(String message) throws IOException {
        try (RawClient client = RawClient.upgraded(hub.port())) {
            client.text(message);

            assertThat(client.closeCode()).isEqualTo(3501);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "[]",
                "{\"id\":2,\"connect\":{}}",
                "{\"subscribe\":{\"channel\":\"a\"}}",
                "{\"id\":2,\"dance\":{}}",
                "{\"id\":2,\"ping\":{}}",
                "{}",
                "{\"id\":2,\"subscribe\":{}}",
                "{\"id\":2,\"subscribe\":{\"channel\":\"\"}}",
                "{\"id\":2,\"unsubscribe\":{}}",
                "{\"id\":2,\"publish\":{\"data\":1}}",
                "{\"id\":2,\"subscribe\":{\"channel\":\"a\"",
                "{\"id\":2,\"sub_refresh\":{\"channel\":\"a\"}}",
                "{\"id\":2,\"refresh\":{}}"
            })
    void closesWith3501AfterConnect(String message) throws IOException {
        try (RawClient client = RawClient.connected(hub.port())) {
            client.text(message);

            assertThat(client.closeCode()).isEqualTo(3501);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{'subscribe':{'channel':'nobody:x'}}; 102",
                "{'publish':{'channel':'nobody:x','data':1}}; 102",
                "{'subscribe':{'channel':'caf\u00e9'}}; 107",
                "{'publish':{'channel':'x'}}; 107",
                "{'presence':{'channel':'x'}}; 108",
                "{'presence_stats':{'channel':'x'}}; 108",
                "{'history':{'channel':'x'}}; 108",
                "{'rpc':{'method':'nobody'}}; 104",
                "{'sub_refresh':{'channel':'x','token':'t'}}; 103"
            })
    void answersWithAnErrorAndGoesOn(String command, int code) throws IOException {
        try (RawClient client = RawClient.connected(hub.port())) {
            client.text("{\"id\":5," + command.replace('\'', '"').substring(1));

            JsonObject reply = new JsonObject(client.frame().text());
            assertThat(reply.getInteger("id")).isEqualTo(5);
            assertThat(reply.getJsonObject("error").getInteger("code")).isEqualTo(code);
            client.text("{\"id\":6,\"unsubscribe\":{\"channel\":\"x\"}}");
            assertThat(client.frame().text()).isEqualTo("{\"id\":6,\"unsubscribe\":{}}");
        }
    }

    @Test
    void refusesATooLongChannelNameWithoutClosing() throws IOException {
        try (RawClient client = RawClient.connected(hub.port())) {
            client.text("{\"id\":2,\"subscribe\":{\"channel\":\"" + "x".repeat(256) + "\"}}");

            assertThat(client.frame().text())
                    .contains("\"code\":107")
                    .contains("channel must have at most 255 characters, got 256");
        }
    }

    @Test
    void refusesToSubscribeTwiceToOneChannel() throws IOException {
        try (RawClient client = RawClient.connected(hub.port())) {
            client.text("{\"id\":2,\"subscribe\":{\"channel\":\"a\"}}\n{\"id\":3,\"subscribe\":{\"channel\":\"a\"}}");

            assertThat(client.frame().text()).isEqualTo("{\"id\":2,\"subscribe\":{}}");
            assertThat(client.frame().text())
                    .isEqualTo("{\"id\":3,\"error\":{\"code\":105,\"message\":\"already subscribed\"}}");
        }
    }

    @Test
    void refusesMoreChannelsThanAllowed() throws IOException {
        try (RawClient client = RawClient.connected(hub.port())) {
            for (int i = 0; i < 128; i++) {
                client.text("{\"id\":%d,\"subscribe\":{\"channel\":\"c%d\"}}".formatted(i + 2, i));
                assertThat(client.frame().text()).isEqualTo("{\"id\":%d,\"subscribe\":{}}".formatted(i + 2));
            }
            client.text("{\"id\":500,\"subscribe\":{\"channel\":\"onemore\"}}");

            assertThat(client.frame().text())
                    .isEqualTo("{\"id\":500,\"error\":{\"code\":106,\"message\":\"limit exceeded\"}}");
        }
    }

    @Test
    void closesWith1009BeforeATooLargeMessageIsRead() throws IOException {
        try (RawClient client = RawClient.connected(hub.port())) {
            byte[] frame = RawClient.encode(TEXT, new byte[64 * 1024 + 1]);
            client.bytes(Arrays.copyOf(frame, 20));

            assertThat(client.closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void takesAMessageOfExactlyTheLimit() throws IOException {
        try (RawClient client = RawClient.connected(hub.port())) {
            String beginning = "{\"id\":2,\"publish\":{\"channel\":\"a\",\"data\":\"";
            String end = "\"}}";
            client.text(beginning + "x".repeat(64 * 1024 - beginning.length() - end.length()) + end);

            assertThat(client.frame().text()).isEqualTo("{\"id\":2,\"publish\":{}}");
        }
    }

    @Test
    void countsFragmentsTogether() throws IOException {
        try (RawClient client = RawClient.connected(hub.port())) {
            client.frame(0x01, new byte[40 * 1024]);
            client.frame(0x00, new byte[40 * 1024]);

            assertThat(client.closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void putsFragmentsTogetherAndAnswersAPingBetweenThem() throws IOException {
        try (RawClient client = RawClient.connected(hub.port())) {
            byte[] message =
                    "{\"id\":2,\"publish\":{\"channel\":\"a\",\"data\":\"\u20ac\"}}".getBytes(StandardCharsets.UTF_8);
            client.frame(0x01, Arrays.copyOfRange(message, 0, 42));
            client.frame(0x89, new byte[] {1, 2, 3});
            client.frame(0x00, Arrays.copyOfRange(message, 42, 43));
            client.frame(0x80, Arrays.copyOfRange(message, 43, message.length));

            RawClient.Frame pong = client.frame();
            assertThat(pong.opcode()).isEqualTo(10);
            assertThat(pong.payload()).containsExactly(1, 2, 3);
            assertThat(client.frame().text()).isEqualTo("{\"id\":2,\"publish\":{}}");
        }
    }

    @Test
    void closesWith1007OnInvalidUtf8() throws IOException {
        try (RawClient client = RawClient.connected(hub.port())) {
            client.frame(TEXT, new byte[] {'{', '"', (byte) 0xc3, (byte) 0x28, '"', '}'});

            assertThat(client.closeCode()).isEqualTo(1007);
        }
    }

    @Test
    void closesWith3506OnABinaryMessage() throws IOException {
        try (RawClient client = RawClient.connected(hub.port())) {
            client.frame(0x82, new byte[] {1, 2, 3});

            assertThat(client.closeCode()).isEqualTo(3506);
        }
    }

    @Test
    void closesWith3501OnDeepNesting() throws IOException {
        try (RawClient client = RawClient.connected(hub.port())) {
            client.text("{\"id\":2,\"publish\":{\"channel\":\"a\",\"data\":" + "[".repeat(30_000) + "]".repeat(30_000)
                    + "}}");

            assertThat(client.closeCode()).isEqualTo(3501);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0xc1, 0x83, 0x8b, 0x09, 0x80, 0xf1})
    void closesWith1002OnABrokenFrame(int first) throws IOException {
        try (RawClient client = RawClient.connected(hub.port())) {
            client.frame(first, new byte[] {'{', '}'});

            assertThat(client.closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void closesWith1002OnAFrameThatIsNotMasked() throws IOException {
        try (RawClient client = RawClient.connected(hub.port())) {
            client.bytes((byte) TEXT, (byte) 2, (byte) '{', (byte) '}');

            assertThat(client.closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void echoesACloseAndThenClosesTheSocket() throws IOException {
        try (RawClient client = RawClient.connected(hub.port())) {
            client.frame(0x88, new byte[] {0x03, (byte) 0xe8});

            assertThat(client.frame().closeCode()).isEqualTo(1000);
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    @Test
    void closesTheSocketWhenTheClientDoesNotAnswerAClose() throws IOException {
        try (RawClient client = RawClient.connected(hub.port())) {
            client.text("nonsense");

            assertThat(client.frame().closeCode()).isEqualTo(3501);
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    @Test
    void survivesNoise() throws IOException {
        Random random = new Random(42);
        for (int i = 0; i < 200; i++) {
            try (RawClient client =
                    random.nextBoolean() ? RawClient.upgraded(hub.port()) : RawClient.connected(hub.port())) {
                byte[] noise = new byte[1 + random.nextInt(300)];
                random.nextBytes(noise);
                client.bytes(noise);
            }
        }
    }

    @Test
    void survivesAFloodOfCommandsThatNobodyReadsTheAnswersOf() throws IOException {
        try (RawClient client = RawClient.connected(hub.port())) {
            String flood = "{\"id\":2,\"unsubscribe\":{\"channel\":\"a\"}}\n".repeat(1500);
            long before = hub.count(HubMetrics.SLOW_CONSUMERS);
            client.textUntilClosed(flood, 600);

            Awaitility.await()
                    .untilAsserted(() ->
                            assertThat(hub.count(HubMetrics.SLOW_CONSUMERS)).isEqualTo(before + 1));
        }
    }
}
