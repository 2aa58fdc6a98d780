package dev.hub.core.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hub.core.channel.NamingRules.DataFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which namespace a channel lies in, and which names and data that allows. */
class NamespacesTest {
    @Test
    void findsANamespaceByItsName() {
        Namespaces namespaces = Namespaces.of(Namespace.defaults(""), List.of(Namespace.defaults("chat")));

        assertThat(namespaces.of(new ChannelName("chat:1"))).contains(Namespace.defaults("chat"));
        assertThat(namespaces.of(new ChannelName("news"))).contains(Namespace.defaults(""));
        assertThat(namespaces.of(new ChannelName("sport:1"))).isEmpty();
        assertThat(namespaces.all()).containsExactly(Namespace.defaults(""), Namespace.defaults("chat"));
    }

    @ParameterizedTest
    @CsvSource({
        "/users/42, user",
        "/users/me, me",
        "$/users/42, user",
        "/users/42#42, user",
        "'/users/me#1,2', me",
        "/users/a:b, user",
        "/users/42/posts/7, post",
        "/users/me/posts/7, post",
        "/users/me/posts/new, draft",
        "/users/you/posts/new, post",
        "/users/*, user",
    })
    void findsANamespaceByTheFormOfItsChannels(String channel, String name) {
        Namespaces namespaces = withPatterns(
                "user", "/users/:id",
                "me", "/users/me",
                "post", "/users/:id/posts/:post",
                "draft", "/users/me/posts/new");

        assertThat(namespaces.of(new ChannelName(channel)).map(Namespace::name)).contains(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/users",
                "/users/",
                "/users//posts/7",
                "/users/42/",
                "//users/42",
                "/x/42",
                "user:42",
                "/:/:"
            })
    void leavesOtherPathsToNobody(String channel) {
        Namespaces namespaces = withPatterns("user", "/users/:id", "post", "/users/:id/posts/:post");

        assertThat(namespaces.of(new ChannelName(channel))).isEmpty();
    }

    @Test
    void goesBackToAVariableWhenAWordLeadsNowhere() {
        Namespaces namespaces = withPatterns("exact", "/a/b/d", "loose", "/a/:x/c");

        assertThat(namespaces.of(new ChannelName("/a/b/c")).map(Namespace::name))
                .contains("loose");
    }

    @Property
    void takesTheMostExactOfAllFormsThatFit(
            @ForAll("forms") List<List<Integer>> forms, @ForAll("path") List<Integer> path) {
        List<List<Integer>> distinct = forms.stream().distinct().toList();
        Namespaces namespaces = namespacesOf(distinct);
        ChannelName channel = new ChannelName(
                "/" + String.join("/", path.stream().map(NamespacesTest::word).toList()));

        Optional<List<Integer>> best = distinct.stream()
                .filter(form -> fits(form, path))
                // A word is 1 or 2, a variable 0: the greater form is the more exact one at the first difference.
                .max((a, b) -> IntStream.range(0, a.size())
                        .map(i -> a.get(i) - b.get(i))
                        .filter(difference -> difference != 0)
                        .findFirst()
                        .orElse(0));

        assertThat(namespaces.of(channel).map(each -> each.naming().form()))
                .isEqualTo(best.map(NamespacesTest::formOf));
    }

    @Provide
    Arbitrary<List<List<Integer>>> forms() {
        return path().list().ofMaxSize(12);
    }

    @Provide
    Arbitrary<List<Integer>> path() {
        return Arbitraries.integers().between(0, 2).list().ofMinSize(1).ofMaxSize(4);
    }

    private static Namespaces namespacesOf(List<List<Integer>> forms) {
        List<Namespace> named = new ArrayList<>();
        forms.forEach(form -> named.add(Namespace.defaults("space" + named.size())
                .withNaming(new NamingRules(formOf(form).replace(":", ":x"), "", DataFormat.JSON))));
        return Namespaces.of(Namespace.defaults(""), named);
    }

    private static boolean fits(List<Integer> form, List<Integer> path) {
        return form.size() == path.size()
                && IntStream.range(0, form.size())
                        .allMatch(i -> form.get(i) == 0 || form.get(i).equals(path.get(i)));
    }

    private static String formOf(List<Integer> form) {
        return "/"
                + String.join(
                        "/",
                        form.stream().map(each -> each == 0 ? ":" : word(each)).toList());
    }

    private static String word(int number) {
        return "word" + number;
    }

    @ParameterizedTest
    @CsvSource({"chat:a,''", "chat:a1,'channel must match the channel-regex of its namespace'", "$chat:a,''"})
    void checksTheNameBehindTheNamespace(String channel, String fault) {
        assertThat(faultIn(
                        Namespace.defaults("chat").withNaming(new NamingRules("", "[a-z]+", DataFormat.JSON)), channel))
                .isEqualTo(fault);
    }

    @Test
    void checksTheWholeNameOfAPath() {
        Namespace users =
                Namespace.defaults("users").withNaming(new NamingRules("/users/:id", "/users/[0-9]+", DataFormat.JSON));

        assertThat(faultIn(users, "/users/42")).isEmpty();
        assertThat(faultIn(users, "/users/ann")).isNotEmpty();
    }

    @Test
    void refusesAStarInTheNameOfAChannel() {
        assertThat(faultIn(Namespace.defaults(""), "orders*"))
                .isEqualTo("channel must not contain *, which stands for many channels");
    }

    private static String faultIn(Namespace namespace, String channel) {
        List<Namespace> named = namespace.name().isEmpty() ? List.of() : List.of(namespace);
        return Namespaces.of(Namespace.defaults(""), named).faultOf(new ChannelName(channel), namespace);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}        | true
            ' \t{"a":1}' | true
            []        | false
            "{}"      | false
            1         | false
            null      | false
            """)
    void wantsAnObjectWhereTheFormatSaysSo(String json, boolean accepted) {
        Payload data = Payload.ofJson(json);

        assertThat(new NamingRules("", "", DataFormat.JSON_OBJECT).faultOf(data).isEmpty())
                .isEqualTo(accepted);
        assertThat(NamingRules.any().faultOf(data)).isEmpty();
    }

    @Test
    void refusesTwoNamespacesOfOneNameOrForm() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Namespaces.of(
                        Namespace.defaults(""), List.of(Namespace.defaults("chat"), Namespace.defaults("chat"))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> withPatterns("aa", "/users/:id", "bb", "/users/:name"))
                .withMessage("namespaces \"aa\" and \"bb\" have patterns of the same form");
    }

    private static Namespaces withPatterns(String... namesAndPatterns) {
        List<Namespace> named = new ArrayList<>();
        for (int i = 0; i < namesAndPatterns.length; i += 2) {
            named.add(Namespace.defaults(namesAndPatterns[i])
                    .withNaming(new NamingRules(namesAndPatterns[i + 1], "", DataFormat.JSON)));
        }
        return Namespaces.of(Namespace.defaults(""), named);
    }
}
