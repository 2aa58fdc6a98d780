package dev.hub.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.bus.Addresses;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.protocol.CloseCode;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.UnsubscribeCode;
import dev.hub.core.valkey.Keyspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Codes, addresses and keys are API: what the pages under docs say of them is what the code says. */
class DocumentationTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern TEST_NAME = Pattern.compile("`([A-Z]\\w+(?:IT|Test))`");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)");

    private static String page(String name) {
        try {
            return Files.readString(DOCS.resolve(name));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The rows of the table in the section that begins with {@code heading}, as trimmed cells. */
    private static List<List<String>> table(String page, String heading) {
        String section = page(page).split("(?m)^## " + heading + "$", -1)[1].split("(?m)^## ", -1)[0];
        return section.lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| code"))
                .map(line ->
                        Arrays.stream(line.split("\\|", -1)).map(String::strip).toList())
                .map(cells -> cells.subList(1, cells.size() - 1))
                .toList();
    }

    @Test
    void errorCodesAreTabled() {
        assertThat(table("protocol.md", "Error codes"))
                .extracting(row -> row.subList(0, 3))
                .isEqualTo(Arrays.stream(ErrorCode.values())
                        .map(code ->
                                List.of(Integer.toString(code.code()), code.message(), code.isTemporary() ? "yes" : ""))
                        .toList());
    }

    @Test
    void closeCodesAreTabled() {
        assertThat(table("protocol.md", "Close codes"))
                .extracting(row -> row.subList(0, 2))
                .isEqualTo(Arrays.stream(CloseCode.values())
                        .map(code -> List.of(Integer.toString(code.code()), code.reason()))
                        .toList());
    }

    @Test
    void unsubscribeCodesAreTabled() {
        assertThat(table("protocol.md", "Unsubscribe codes"))
                .extracting(row -> row.subList(0, 2))
                .isEqualTo(Arrays.stream(UnsubscribeCode.values())
                        .map(code -> List.of(Integer.toString(code.code()), code.reason()))
                        .toList());
    }

    @Test
    void addressesAreTabled() throws ReflectiveOperationException {
        Set<String> declared = new TreeSet<>();
        for (Field field : Addresses.class.getDeclaredFields()) {
            if (field.getType() == String.class) {
                declared.add(String.valueOf(field.get(null)));
            }
        }
        for (Method method : Addresses.class.getDeclaredMethods()) {
            if (!method.isSynthetic()) {
                boolean takesNumber = method.getParameterTypes()[0] == int.class;
                String address = String.valueOf(method.invoke(null, takesNumber ? (Object) 0 : "x"));
                String parameter = method.getParameters()[0].getName();
                declared.add(address.replaceAll("[0x]$", "<" + parameter + ">"));
            }
        }

        assertThat(firstColumn("event-bus.md")).isEqualTo(declared);
    }

    @Test
    void keysAreTabled() {
        Keyspace keys = new Keyspace("hub:");
        ChannelName channel = new ChannelName("<channel>");
        Set<String> names = new TreeSet<>(Set.of(
                keys.nodes(),
                keys.leader(),
                keys.scheduled(),
                keys.queue("<queue>") + ":sched",
                keys.queue("<queue>") + ":sc:<id>",
                keys.namespaces(),
                keys.control(),
                "hub:heartbeat",
                keys.revocations(),
                keys.limitRules(),
                keys.limitRuleLog(),
                keys.revocationsDue(),
                keys.limit("<subject>", "<rule>"),
                keys.reservation("<id>"),
                keys.habits("<model>"),
                keys.habits("<model>", "<tenant>"),
                keys.node("<uid>")));
        for (String each : List.of(keys.channel(channel), keys.channel(channel, "<namespace>"))) {
            names.addAll(List.of(
                    each, keys.meta(each), keys.stream(each), keys.idempotency(each, "<key>"), keys.outbox(each)));
        }
        names.add(keys.queues());
        for (String each : List.of(
                "",
                ":j:<id>",
                ":ready",
                ":g:<group>",
                ":groups",
                ":parked",
                ":gs:<group>",
                ":delayed",
                ":blocked",
                ":lease",
                ":ttl",
                ":done",
                ":dead",
                ":cancelled",
                ":expired",
                ":dd:<key>",
                ":ch:<id>",
                ":log:<id>",
                ":ev",
                ":tell",
                ":hungry",
                ":spilled:<id>",
                ":purge:<list>",
                ":wake:<uid>",
                ":news",
                ":far",
                ":up",
                ":down",
                ":sent:<flow>:<id>",
                ":ended")) {
            names.add(keys.queue("<queue>") + each);
        }
        String base = keys.channel(channel);
        names.addAll(List.of(
                keys.consumers(base),
                keys.consumer(base, "<id>"),
                keys.due(base, "<id>"),
                keys.open(base, "<id>"),
                keys.again(base, "<id>"),
                keys.dead(base, "<id>"),
                keys.wake(base),
                keys.deliverer(base, "<id>")));
        names.addAll(List.of(keys.dead(), keys.groups("<uid>", "<incarnation>"), keys.profile(keys.user("<user>"))));
        names.add(keys.outbox(keys.user("<user>")));
        for (String each : List.of(
                base,
                keys.occupancy(base),
                keys.channel(channel, "<namespace>"),
                keys.occupancy(keys.channel(channel, "<namespace>")),
                keys.user("<user>"))) {
            names.addAll(
                    List.of(keys.members(each), keys.index(each), keys.users(each), keys.away(each), keys.fence(each)));
        }
        String feed = keys.feed("<namespace>");
        names.addAll(List.of(feed, keys.meta(feed), keys.stream(feed)));

        assertThat(firstColumn("keys.md")).isEqualTo(names);
    }

    private static Set<String> firstColumn(String page) {
        return page(page)
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("`", -1)[1])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void examplesAreQuotedAsTheyAreCompiled() throws IOException {
        Path sources = Path.of("src", "test", "java", "dev", "hub", "examples");
        for (String example : List.of("GreeterVerticle", "PlainJsonVerticle")) {
            assertThat(page("verticles.md"))
                    .contains("```java\n" + Files.readString(sources.resolve(example + ".java")) + "```");
        }
        assertThat(page("rate-limiting.md"))
                .contains("```java\n" + Files.readString(sources.resolve("AskVerticle.java")) + "```");
        assertThat(page("jobs.md"))
                .contains("```java\n" + Files.readString(sources.resolve("MailVerticle.java")) + "```")
                .contains("```java\n" + Files.readString(sources.resolve("TextsVerticle.java")) + "```")
                .contains("```js\n" + page("examples/worker.mjs") + "```")
                .contains("```python\n" + page("examples/worker.py") + "```");
    }

    @Test
    void testsThatAreNamedExist() throws IOException {
        Set<String> tests;
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            tests = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.replace(".java", ""))
                    .collect(Collectors.toSet());
        }

        assertThat(TEST_NAME.matcher(page("design.md")).results().map(name -> name.group(1)))
                .isNotEmpty()
                .isSubsetOf(tests);
    }

    @Test
    void linksBetweenPagesLeadSomewhere() throws IOException {
        try (Stream<Path> files = Files.list(DOCS)) {
            Stream<Path> pages = Stream.concat(
                    files.filter(page -> page.toString().endsWith(".md")),
                    Stream.of(Path.of("..", "README.md"), Path.of("..", "CONTRIBUTING.md")));
            assertThat(pages.flatMap(DocumentationTest::deadLinks)).isEmpty();
        }
    }

    private static Stream<String> deadLinks(Path page) {
        try {
            return LINK.matcher(Files.readString(page))
                    .results()
                    .map(link -> link.group(1))
                    .filter(target -> !Files.exists(page.resolveSibling(target)))
                    .map(target -> page + " -> " + target);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
