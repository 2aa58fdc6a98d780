package dev.hub.core.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class PayloadTest {
    @Property
    void holdsSpacesWhereThereWereLineBreaks(
            @ForAll @StringLength(max = 40) @Chars({'\n', '\r', '\u000b', '\u000e', '\t', 'a', '\u010a', '\u8d0d'})
                    String json) {
        assertThat(Payload.ofJson(json).toJson())
                .isEqualTo(json.replace('\n', ' ').replace('\r', ' '));
    }

    @Test
    void keepsBytesAsTheyAreWhereThereAreNone() {
        byte[] json = "{\"name\": \"Grüße \\u0a0d\"}".getBytes(StandardCharsets.UTF_8);

        assertThat(Payload.ofBytes(json).bytes()).isSameAs(json);
    }
}
