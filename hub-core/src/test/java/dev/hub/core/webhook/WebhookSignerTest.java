package dev.hub.core.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class WebhookSignerTest {
    private static final WebhookSecret SECRET = WebhookSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    /** The example that implementations of Standard Webhooks test themselves with. */
    @Test
    void signsTheExampleAsOthersDo() {
        String signature = new WebhookSigner(List.of(SECRET))
                .sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}".getBytes(UTF_8));

        assertThat(signature).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void signsWithBothSecretsWhileOneReplacesTheOther() {
        WebhookSecret other = WebhookSecret.parse(Base64.getEncoder().encodeToString(new byte[32]));
        byte[] body = "{}".getBytes(UTF_8);

        assertThat(new WebhookSigner(List.of(other, SECRET)).sign("m", 1, body))
                .isEqualTo(new WebhookSigner(List.of(other)).sign("m", 1, body) + " "
                        + new WebhookSigner(List.of(SECRET)).sign("m", 1, body));
        assertThat(new WebhookSigner(List.of()).signs()).isFalse();
    }

    @Test
    void refusesASecretThatIsNoneWithoutRepeatingIt() {
        String weak = Base64.getEncoder().encodeToString(new byte[23]);

        assertThatThrownBy(() -> WebhookSecret.parse("whsec_" + weak))
                .hasMessage("must be 24 to 64 bytes in base64, got 23");
        assertThatThrownBy(() -> WebhookSecret.parse("whsec_not base64")).hasMessage("must be whsec_ and base64");
        assertThat(SECRET).hasToString("***");
    }
}
