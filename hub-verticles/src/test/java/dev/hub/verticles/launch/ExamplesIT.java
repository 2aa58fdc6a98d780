package dev.hub.verticles.launch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The verticles that the documentation shows do what it says. */
class ExamplesIT {
    @Test
    void theGreeterAnswersListensAndPublishes() {
        try (HubProcess hub = HubProcess.start();
                LineClient client = LineClient.connect(hub.url(), "anna")) {
            assertThat(client.ask("{\"id\":2,\"rpc\":{\"method\":\"greet\",\"data\":{\"name\":\"Zoë\"}}}"))
                    .isEqualTo("{\"id\":2,\"rpc\":{\"data\":{\"greeting\":\"Hello, Zoë!\"}}}");
            client.ask("{\"id\":3,\"subscribe\":{\"channel\":\"demo:greetings\"}}");
            client.send("{\"id\":4,\"publish\":{\"channel\":\"demo:lobby\",\"data\":{\"n\":1}}}");

            assertThat(client.next() + client.next())
                    .contains("{\"id\":4,\"publish\":{}}")
                    .containsPattern(
                            "\\Q{\"push\":{\"channel\":\"demo:greetings\",\"pub\":{\"data\":{\"n\":1},\"time\":\\E\\d{13}}}}");
        }
    }

    @Test
    void plainJsonIsEnough() {
        try (HubProcess hub = HubProcess.start();
                LineClient client = LineClient.connect(hub.url(), "anna")) {
            client.ask("{\"id\":2,\"subscribe\":{\"channel\":\"demo:lobby\"}}");
            client.send("{\"id\":3,\"rpc\":{\"method\":\"shout\",\"data\":{\"text\":\"psst\"}}}");

            assertThat(client.next() + client.next())
                    .contains("{\"id\":3,\"rpc\":{\"data\":{\"text\":\"PSST\"}}}")
                    .containsPattern(
                            "\\Q{\"push\":{\"channel\":\"demo:lobby\",\"pub\":{\"data\":{\"text\":\"PSST\"},\"time\":\\E\\d{13}}}}");
        }
    }
}
