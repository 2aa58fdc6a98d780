package dev.hub.load.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CentrifugeTest {
    private static final String PUBLICATION = "{\"push\":{\"channel\":\"load\",\"pub\":{\"data\":{},\"offset\":1}}}";
    private static final String CONNECTED = "{\"id\":1,\"connect\":{\"client\":\"c\",\"ping\":25,\"pong\":true}}";

    private final RecordingLine line = new RecordingLine();

    @Test
    void connectsAndSubscribesInOneFrame() {
        Dialogue dialogue = dialect(Credentials.none(), Channels.SHARED).begin(Role.SUBSCRIBER, 7, line);

        dialogue.opened();

        assertThat(line.events())
                .containsExactly(
                        "said {\"id\":1,\"connect\":{\"name\":\"load\"}}\n{\"id\":2,\"subscribe\":{\"channel\":\"load\"}}");
    }

    @Test
    void presentsTheTokenAndTakesAChannelOfItsOwn() {
        Dialogue dialogue = dialect(number -> "token-" + number, Channels.OWN).begin(Role.SUBSCRIBER, 7, line);

        dialogue.opened();

        assertThat(line.events().getFirst()).contains("\"token\":\"token-7\"").contains("\"channel\":\"load-7\"");
    }

    @Test
    void isReadyWhenAllThatTheRoleNeedsIsConfirmed() {
        Dialogue subscriber = subscriber();
        Dialogue publisher = dialect(Credentials.none(), Channels.SHARED).begin(Role.PUBLISHER, 0, line);

        line.receive(subscriber, CONNECTED);
        assertThat(line.events()).isEmpty();
        line.receive(subscriber, "{\"id\":2,\"subscribe\":{}}");
        assertThat(line.events()).containsExactly("ready");
        line.receive(publisher, CONNECTED);
        assertThat(line.events()).containsExactly("ready");
    }

    @Test
    void countsEveryPublicationOfAFrameWithSeveral() {
        line.receive(subscriber(), PUBLICATION + "\n" + PUBLICATION + "\n{\"id\":3,\"publish\":{}}\n" + PUBLICATION);

        assertThat(line.events()).hasSize(3).containsOnly("delivered " + PUBLICATION);
    }

    @Test
    void findsPublicationsWhoseFieldsComeInAnotherOrder() {
        String other = "{\"push\":{\"pub\":{\"data\":{}},\"channel\":\"load\"}}";

        line.receive(subscriber(), other);

        assertThat(line.events()).containsExactly("delivered " + other);
    }

    @Test
    void answersPingsOnlyWhenTheServerWantsIt() {
        Dialogue silent = subscriber();
        Dialogue answering = subscriber();

        line.receive(silent, "{\"id\":1,\"connect\":{\"client\":\"c\",\"ping\":25}}");
        line.receive(silent, "{}");
        assertThat(line.events()).isEmpty();
        line.receive(answering, CONNECTED);
        line.receive(answering, "{}\n" + PUBLICATION);
        assertThat(line.events()).containsExactly("said {}", "delivered " + PUBLICATION);
    }

    @Test
    void tellsWhyTheServerRefuses() {
        String error = "{\"id\":2,\"error\":{\"code\":103,\"message\":\"permission denied\"}}";
        String ended = "{\"push\":{\"channel\":\"load\",\"unsubscribe\":{\"code\":2500}}}";

        line.receive(subscriber(), error);
        line.receive(subscriber(), ended);

        assertThat(line.events()).containsExactly("refused " + error, "refused " + ended);
    }

    @Test
    void publishesThePayloadAsItIs() {
        byte[] frame = dialect(Credentials.none(), Channels.OWN).publication(5, "{\"t\":1}".getBytes(UTF_8));

        assertThat(new String(frame, UTF_8))
                .isEqualTo("{\"id\":5,\"publish\":{\"channel\":\"load\",\"data\":{\"t\":1}}}");
    }

    private Dialogue subscriber() {
        return dialect(Credentials.none(), Channels.SHARED).begin(Role.SUBSCRIBER, 0, line);
    }

    private static Dialect dialect(Credentials credentials, Channels channels) {
        return new Centrifuge(Centrifuge.DEFAULT_PATH, credentials, channels);
    }
}
