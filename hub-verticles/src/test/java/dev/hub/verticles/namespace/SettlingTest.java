package dev.hub.verticles.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** When a watched file is read. A letter is what it looks like; a dot, that it is not there. */
class SettlingTest {
    /** The looks at which the file was read, as the letters that were read then. */
    private static String reads(String looks) {
        Settling settling = new Settling();
        StringBuilder read = new StringBuilder();
        looks.chars().forEach(look -> {
            if (settling.isDue(fingerprint(look))) {
                read.append((char) look);
            }
        });
        return read.toString();
    }

    private static Fingerprint fingerprint(int look) {
        return look == '.' ? Fingerprint.ABSENT : new Fingerprint(Map.of("size", String.valueOf(look)));
    }

    @Test
    void readsOnceWhatStaysTheSame() {
        assertThat(reads("aaaaa")).isEqualTo("a");
    }

    @Test
    void readsEachChangeOnceItIsStill() {
        assertThat(reads("aabbbcc")).isEqualTo("abc");
    }

    @Test
    void waitsWhileItIsBeingWritten() {
        assertThat(reads("aabcdefghh")).isEqualTo("ah");
    }

    @Test
    void waitsForAFileThatIsGone() {
        assertThat(reads("aa....bb")).isEqualTo("ab");
        assertThat(reads("....aa")).isEqualTo("a");
    }

    @Test
    void readsNothingWhenAnEditorPutsItBackAsItWas() {
        assertThat(reads("aa.aa")).isEqualTo("a");
        assertThat(reads("aabaa")).isEqualTo("a");
    }

    @Test
    void tellsOnceThatAFileIsGone() {
        Settling settling = new Settling();
        List<Boolean> lost = new ArrayList<>();
        "aa....aa..".chars().forEach(look -> {
            settling.isDue(fingerprint(look));
            lost.add(settling.isLost());
        });

        assertThat(lost).containsExactly(false, false, false, true, false, false, false, false, false, true);
    }

    @Property
    void neverMissesWhereItComesToRest(@ForAll("looks") String looks) {
        String read = reads(looks + "zz");

        assertThat(read).endsWith("z");
    }

    @Provide
    Arbitrary<String> looks() {
        return Arbitraries.strings().withChars('a', 'b', 'z', '.').ofMaxLength(20);
    }
}
