package dev.hub.core.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelNameTest {
    @ParameterizedTest
    @CsvSource({"news,''", "orders:1,orders", "$orders:1,orders", "$news,''", "a:b:c,a", ":x,''", "/a:b,''", "$/a:b,''"
    })
    void liesInTheNamespaceBeforeTheFirstColon(String name, String namespace) {
        assertThat(new ChannelName(name).namespace()).isEqualTo(namespace);
    }

    @ParameterizedTest
    @CsvSource({"news,news", "orders:1,1", "$orders:1,1", "$news,news", "a:b:c,b:c", "/a:b,/a:b", "a:b#1,b#1"})
    void hasALocalPartBehindItsNamespace(String name, String part) {
        assertThat(new ChannelName(name).localPart()).isEqualTo(part);
    }

    @ParameterizedTest
    @CsvSource({"/users/1,true", "$/users/1,true", "users/1,false", "$,false", "a:/b,false"})
    void isAPathWhenItBeginsWithASlash(String name, boolean path) {
        assertThat(new ChannelName(name).isPath()).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({
        "chat#42,42,true",
        "chat#42,4,false",
        "'chat#42,43',43,true",
        "chat#,'',false",
        "chat,42,false",
        "a#1#2,2,true",
        "a#1#2,1,false"
    })
    void admitsTheUsersAtItsEnd(String name, String user, boolean admitted) {
        assertThat(new ChannelName(name).admits(user)).isEqualTo(admitted);
    }

    @Test
    void takesUpTo255Characters() {
        assertThat(ChannelName.faultOf("x".repeat(255))).isEmpty();
        assertThat(ChannelName.faultOf("x".repeat(256))).isEqualTo("channel must have at most 255 characters, got 256");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\nb", "a\u0000", "ä", "\uD83D\uDE80", "a\u007f"})
    void refusesWhatIsNotPrintableAscii(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ChannelName(name));
    }

    @Test
    void aDollarMarksAPrivateChannel() {
        assertThat(new ChannelName("$x").isPrivate()).isTrue();
        assertThat(new ChannelName("x$").isPrivate()).isFalse();
    }
}
