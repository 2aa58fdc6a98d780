package dev.hub.load.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SocketIoTest {
    private final RecordingLine line = new RecordingLine();
    private final Dialogue subscriber = new SocketIo().begin(Role.SUBSCRIBER, 0, line);

    @Test
    void connectsWithItsRoleWhenTheServerHasOpened() {
        subscriber.opened();
        line.receive(subscriber, "0{\"sid\":\"x\",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":20000}");
        line.receive(new SocketIo().begin(Role.PUBLISHER, 0, line), "0{\"sid\":\"y\"}");

        assertThat(line.events()).containsExactly("said 40{\"role\":\"sub\"}", "said 40{\"role\":\"pub\"}");
    }

    @Test
    void isReadyWhenTheServerHasConnected() {
        line.receive(subscriber, "40{\"sid\":\"x\"}");

        assertThat(line.events()).containsExactly("ready");
    }

    @Test
    void answersPings() {
        line.receive(subscriber, "2");

        assertThat(line.events()).containsExactly("said 3");
    }

    @Test
    void countsEvents() {
        line.receive(subscriber, "42[\"m\",{\"t\":1}]");

        assertThat(line.events()).containsExactly("delivered 42[\"m\",{\"t\":1}]");
    }

    @Test
    void tellsWhatItDidNotExpect() {
        line.receive(subscriber, "44{\"message\":\"no\"}");
        line.receive(subscriber, "4");
        line.receive(subscriber, "");

        assertThat(line.events())
                .containsExactly(
                        "refused not expected: 44{\"message\":\"no\"}",
                        "refused not expected: 4",
                        "refused not expected: ");
    }

    @Test
    void publishesAnEvent() {
        assertThat(new String(new SocketIo().publication(1, "{\"t\":1}".getBytes(UTF_8)), UTF_8))
                .isEqualTo("42[\"pub\",{\"t\":1}]");
    }
}
