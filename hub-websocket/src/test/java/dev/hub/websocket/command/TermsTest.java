package dev.hub.websocket.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.channel.HistoryRules;
import dev.hub.core.channel.HistoryRules.RecoveryMode;
import dev.hub.core.channel.Namespace;
import dev.hub.core.protocol.Command;
import dev.hub.websocket.delivery.Form;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TermsTest {
    private static Namespace namespace(int size, String rules, RecoveryMode mode) {
        return Namespace.defaults("")
                .withHistory(new HistoryRules(
                        size,
                        Duration.ofMinutes(1),
                        Duration.ofDays(1),
                        rules.contains("allow-positioning"),
                        rules.contains("force-positioning"),
                        rules.contains("allow-recovery"),
                        rules.contains("force-recovery"),
                        mode,
                        rules.contains("auto"),
                        Duration.ofMinutes(5),
                        false));
    }

    private static Terms terms(Namespace namespace, boolean positioned, boolean recoverable, boolean mayRead) {
        Command.Position asked = new Command.Position(true, 1, "e", positioned, recoverable);
        return Terms.of(namespace, asked, Form.PLAIN, false, mayRead);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    10 | ''                | true  | true  | false | false | false
                    10 | ''                | true  | false | true  | true  | false
                    10 | ''                | false | true  | true  | true  | true
                    10 | ''                | false | false | true  | false | false
                    10 | allow-positioning | true  | true  | false | true  | false
                    10 | allow-recovery    | true  | true  | false | true  | true
                    10 | allow-recovery    | false | false | false | false | false
                    10 | force-positioning | false | false | false | true  | false
                    10 | force-recovery    | false | false | false | true  | true
                    0  | force-recovery    | true  | true  | true  | false | false
                    0  | force-positioning | true  | true  | true  | false | false
                    """)
    void giveWhatIsForcedAndWhatIsAskedForAndAllowed(
            int size,
            String rules,
            boolean asksPositioned,
            boolean asksRecoverable,
            boolean mayRead,
            boolean positioned,
            boolean recoverable) {
        Terms terms = terms(namespace(size, rules, RecoveryMode.STREAM), asksPositioned, asksRecoverable, mayRead);

        assertThat(terms.positioned()).isEqualTo(positioned);
        assertThat(terms.recoverable()).isEqualTo(recoverable);
        assertThat(terms.recovers()).isEqualTo(recoverable);
    }

    @Test
    void recoverUnaskedOnlyInCacheModeAndWhereTheNamespaceSaysSo() {
        Command.Position fresh = Command.Position.LIVE;

        assertThat(Terms.of(namespace(1, "force-recovery auto", RecoveryMode.CACHE), fresh, Form.PLAIN, false, false)
                        .recovers())
                .isTrue();
        assertThat(Terms.of(namespace(1, "force-recovery", RecoveryMode.CACHE), fresh, Form.PLAIN, false, false)
                        .recovers())
                .isFalse();
        assertThat(Terms.of(namespace(1, "force-recovery auto", RecoveryMode.STREAM), fresh, Form.PLAIN, false, false)
                        .recovers())
                .isFalse();
    }
}
