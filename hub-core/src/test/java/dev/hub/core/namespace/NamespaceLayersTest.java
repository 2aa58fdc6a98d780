package dev.hub.core.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.bus.NamespaceCommand.Entry;
import dev.hub.core.bus.NamespaceCommand.Origin;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.HistoryRules;
import dev.hub.core.channel.HistoryRules.RecoveryMode;
import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.NamingRules;
import dev.hub.core.channel.NamingRules.DataFormat;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was set by the API over what the file says. */
class NamespaceLayersTest {
    private static final Namespace DEFAULT = Namespace.defaults("");
    private static final Namespace CHAT = Namespace.defaults("chat");
    private static final Namespace KEPT_CHAT = CHAT.withHistory(history());
    private static final Namespace NEWS = Namespace.defaults("news");

    private static HistoryRules history() {
        Duration hour = Duration.ofHours(1);
        return new HistoryRules(10, hour, hour, false, false, false, false, RecoveryMode.STREAM, false, hour, false);
    }

    private static Namespace withPattern(String name, String pattern) {
        return Namespace.defaults(name).withNaming(new NamingRules(pattern, "", DataFormat.JSON));
    }

    @Test
    void whatWasSetHoldsInPlaceOfTheFiles() {
        NamespaceLayers layers = NamespaceLayers.of(DEFAULT, List.of(CHAT, NEWS), List.of(KEPT_CHAT));

        assertThat(layers.entries())
                .containsExactly(
                        new Entry(DEFAULT, Origin.FILE),
                        new Entry(KEPT_CHAT, Origin.API),
                        new Entry(NEWS, Origin.FILE));
        assertThat(layers.namespaces().of(new ChannelName("chat:1"))).contains(KEPT_CHAT);
        assertThat(layers.displaced()).isEmpty();
    }

    @Test
    void whatWasSetKeepsItsPathsBeforeTheFiles() {
        NamespaceLayers layers = NamespaceLayers.of(
                DEFAULT, List.of(withPattern("people", "/users/:name")), List.of(withPattern("users", "/users/:id")));

        assertThat(layers.namespaces().of(new ChannelName("/users/1")).map(Namespace::name))
                .contains("users");
        assertThat(layers.named("people")).isEmpty();
        assertThat(layers.displaced())
                .containsExactly("namespace people does not hold: namespace users has its channels (/users/:name)");
    }

    @Test
    void aFilesPatternIsFreeWhenItsNameWasSet() {
        NamespaceLayers layers = NamespaceLayers.of(
                DEFAULT,
                List.of(withPattern("people", "/users/:name")),
                List.of(Namespace.defaults("people"), withPattern("users", "/users/:id")));

        assertThat(layers.displaced()).isEmpty();
        assertThat(layers.namespaces().of(new ChannelName("people:1"))).isPresent();
    }

    @Test
    void namesWhatCameWentOrBecameAnother() {
        NamespaceLayers before = NamespaceLayers.of(DEFAULT, List.of(CHAT, NEWS), List.of());

        assertThat(before.changesTo(NamespaceLayers.of(DEFAULT, List.of(CHAT), List.of(Namespace.defaults("sport")))))
                .containsExactlyInAnyOrder("news", "sport");
        assertThat(before.changesTo(NamespaceLayers.of(DEFAULT, List.of(CHAT, NEWS), List.of(KEPT_CHAT))))
                .containsExactly("chat");
        assertThat(before.changesTo(NamespaceLayers.of(DEFAULT.withHistory(history()), List.of(CHAT, NEWS), List.of())))
                .containsExactly("");
        assertThat(before.changesTo(NamespaceLayers.of(DEFAULT, List.of(NEWS), List.of(CHAT))))
                .as("only the origin is another")
                .isEmpty();
    }
}
