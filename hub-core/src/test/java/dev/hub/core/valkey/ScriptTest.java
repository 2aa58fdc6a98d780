package dev.hub.core.valkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScriptTest {

    private static final String HEADER = """
            -- purpose: counts
            -- KEYS[1] counter (string)
            -- result: the counter (integer)
            -- cost: O(1)
            -- idempotent: no
            """;

    @Test
    void readsItsHeader() {
        Script script = Script.of("counter_count", HEADER + "return redis.call('INCR', KEYS[1])");

        assertThat(script.keyCount()).isEqualTo(1);
        assertThat(script.isIdempotent()).isFalse();
    }

    /** By sha1sum. */
    @Test
    void isNamedAsTheServerNamesIt() {
        assertThat(Script.of("a_b", HEADER).sha1()).isEqualTo("381b691922a5de598ed8265eade452f5ebb43dfb");
    }

    @Test
    void refusesAnIncompleteHeader() {
        for (String field : List.of("purpose", "result", "cost", "idempotent")) {
            String without = HEADER.replaceAll("(?m)^-- " + field + ".*\n", "");
            assertThatThrownBy(() -> Script.of("counter_count", without))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("script counter_count lacks the header line \"-- " + field + ": …\"");
        }
    }

    @Test
    void refusesAKeyThatTheHeaderDoesNotDeclare() {
        assertThatThrownBy(() -> Script.of("counter_count", HEADER + "return KEYS[2]"))
                .hasMessage("script counter_count uses KEYS[2] and its header declares 1 key(s)");
    }

    @Test
    void letsOptionalKeysBeLeftOut() {
        String more = HEADER + "-- KEYS[2] (optional) a second\n-- KEYS[3] (optional) a third\nreturn KEYS[3]";
        Script script = Script.of("counter_count", more);

        assertThat(script.leastKeys()).isEqualTo(1);
        assertThat(new ScriptCall(script, List.of("a", "b"), List.of()).keys()).hasSize(2);
        assertThatThrownBy(() -> new ScriptCall(script, List.of(), List.of()))
                .hasMessage("script counter_count takes 1 to 3 key(s), got 0");
        assertThatThrownBy(() -> new ScriptCall(script, List.of("a", "b", "c", "d"), List.of()))
                .hasMessage("script counter_count takes 1 to 3 key(s), got 4");
    }

    @Test
    void takesAnyNumberOfKeysThatFollow() {
        Script script = Script.of("counter_count", HEADER + "-- KEYS[2] and following, more\nreturn #KEYS");

        assertThat(new ScriptCall(script, List.of("a", "b", "c", "d"), List.of()).keys())
                .hasSize(4);
        assertThatThrownBy(() -> new ScriptCall(script, List.of("a"), List.of()))
                .hasMessage("script counter_count takes at least 2 key(s), got 1");
    }

    @Test
    void fillsInWhatOnlyTheLinkKnows() {
        Script script = Script.of("counter_count", HEADER);
        ServerFacts server = new ServerFacts("0123456789abcdef", "fedcba9876543210", PubSubMode.SHARDED);
        ScriptCall call =
                new ScriptCall(script, List.of("k"), List.of(LinkFact.INCARNATION, LinkFact.PUBLISH_COMMAND, true, 7L));

        assertThat(call.byName(server).toString()).contains("01234567fedcba98", "SPUBLISH");
        assertThatThrownBy(() -> new ScriptCall(script, List.of("k"), List.of(1.5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got java.lang.Double");
    }

    @Test
    void refusesAnUnclearIdempotence() {
        assertThatThrownBy(() -> Script.of("a_b", HEADER.replace("idempotent: no", "idempotent: perhaps")))
                .hasMessage("script a_b: \"idempotent\" must be yes or no, got \"perhaps\"");
    }

    @Test
    void saysWhichResourceIsAbsent() {
        assertThatThrownBy(() -> Script.resource("no_such"))
                .hasMessage("the script lua/no_such.lua is not on the class path");
    }

    /** Every script resource, of this module and of its tests: complete header, all declared keys and arguments used. */
    @Test
    void everyResourceUsesAllThatItDeclares() throws IOException, URISyntaxException {
        List<Path> files = resources();
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            String name = file.getFileName().toString().replace(".lua", "");
            assertThat(name).matches("[a-z]+(_[a-z]+)+");
            Script script = Script.resource(name);
            String body = script.source().replaceAll("(?m)^--.*$", "");
            for (String table : List.of("KEYS", "ARGV")) {
                int declared = count("(?m)^-- " + table + "\\[", script.source());
                boolean whole = body.contains("#" + table)
                        || body.contains("unpack(" + table)
                        || count("(?m)^-- " + table + "\\[\\d+] and following", script.source()) > 0;
                for (int i = 1; i <= declared && !whole; i++) {
                    assertThat(body).as(name).contains(table + "[" + i + "]");
                }
                assertThat(body).as(name).doesNotContain(table + "[" + (declared + 1) + "]");
            }
            boolean hasMore = count("(?m)^-- KEYS\\[\\d+] and following", script.source()) > 0;
            assertThat(script.keyCount())
                    .as(name)
                    .isEqualTo(hasMore ? Integer.MAX_VALUE : count("(?m)^-- KEYS\\[", script.source()));
        }
    }

    private static int count(String pattern, String text) {
        return (int) Pattern.compile(pattern).matcher(text).results().count();
    }

    private static List<Path> resources() throws IOException, URISyntaxException {
        List<Path> files = new ArrayList<>();
        for (URL url : Collections.list(ScriptTest.class.getClassLoader().getResources("lua"))) {
            URI uri = url.toURI();
            if (uri.getScheme().equals("file")) {
                try (Stream<Path> list = Files.list(Path.of(uri))) {
                    list.filter(file -> file.toString().endsWith(".lua")).forEach(files::add);
                }
            }
        }
        return files;
    }
}
