package dev.hub.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hub.core.channel.Payload;
import dev.hub.core.channel.StreamPosition;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonCommandsTest {
    private static List<Command> decode(String text) {
        return JsonCommands.decode(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsAConnectWithEverything() {
        List<Command> commands = decode(
                "{\"connect\":{\"token\":\"t\",\"data\":{\"a\":[1]},\"name\":\"js\",\"version\":\"5\","
                        + "\"subs\":{\"ch\":{\"recover\":true,\"epoch\":\"e\",\"offset\":7}},\"headers\":{\"x\":\"y\"},\"flag\":1},\"id\":1}");

        Command.Subscribe sub = new Command.Subscribe(
                0, "ch", "", null, new Command.Position(true, 7, "e", false, false), Command.Wishes.NONE);
        assertThat(commands)
                .containsExactly(new Command.Connect(
                        1, "t", Payload.ofJson("{\"a\":[1]}"), Map.of("ch", sub), "js", "5", Map.of("x", "y")));
    }

    @Test
    void readsSeveralCommandsInTheirOrder() {
        String lines = """
                {"id":1,"subscribe":{"channel":"a","token":"t"}}
                {"id":2,"unsubscribe":{"channel":"a"}}

                {"id":3,"publish":{"channel":"a","data":null}}\r
                {"id":4,"rpc":{"method":"m"}}
                {"send":{"data": 12 }}
                {}
                {"id":4294967295,"refresh":{"token":"r"}}
                {"id":6,"sub_refresh":{"channel":"a","token":"s"}}
                {"id":7,"ping":{}}
                {"id":8,"presence":{"channel":"a"}}
                {"id":9,"presence_stats":{"channel":"a"}}
                {"id":10,"history":{"channel":"a","limit":5}}
                """;

        assertThat(decode(lines))
                .containsExactly(
                        new Command.Subscribe(1, "a", "t", null, Command.Position.LIVE, Command.Wishes.NONE),
                        new Command.Unsubscribe(2, "a"),
                        new Command.Publish(3, "a", Payload.NULL),
                        new Command.Rpc(4, "m", Payload.NULL),
                        new Command.Send(Payload.ofJson("12")),
                        new Command.Pong(),
                        new Command.Refresh(-1, "r"),
                        new Command.SubRefresh(6, "a", "s"),
                        new Command.Ping(7),
                        new Command.Presence(8, "a"),
                        new Command.PresenceStats(9, "a"),
                        new Command.History(10, "a", 5, null, false));
    }

    @Test
    void readsEverythingThatASubscriberMayAskFor() {
        String line = """
                {"id":1,"subscribe":{"channel":"a","recover":true,"epoch":"e","offset":9007199254740993,"positioned":true,
                "recoverable":true,"join_leave":true,"delta":"fossil","tf":{"key":"k","cmp":"ex"},"flag":3,"type":0}}
                """.replace("\n", "");

        Command.Subscribe subscribe = (Command.Subscribe) decode(line).getFirst();

        assertThat(subscribe.position()).isEqualTo(new Command.Position(true, 9007199254740993L, "e", true, true));
        assertThat(subscribe.wishes())
                .isEqualTo(new Command.Wishes("fossil", Payload.ofJson("{\"key\":\"k\",\"cmp\":\"ex\"}"), true, 3));
        assertThat(subscribe.wishes().rejectsUnrecovered()).isTrue();
        assertThat(Command.Wishes.NONE.rejectsUnrecovered()).isFalse();
    }

    @Test
    void readsWhichPartOfTheHistoryIsMeant() {
        assertThat(decode("""
                {"id":1,"history":{"channel":"a","limit":-7,"since":{"offset":4,"epoch":"e"},"reverse":true}}
                {"id":2,"history":{"channel":"a","since":null}}
                {"id":3,"history":{"channel":"a","limit":99999999999}}"""))
                .containsExactly(
                        new Command.History(1, "a", -1, new StreamPosition(4, "e"), true),
                        new Command.History(2, "a", 0, null, false),
                        new Command.History(3, "a", Integer.MAX_VALUE, null, false));
    }

    @Test
    void keepsDataAsItStands() {
        Command.Publish publish = (Command.Publish)
                decode("{\"id\":1,\"publish\":{\"data\":{ \"b\" : 1.50, \"a\":\"\u00e9\\u00e9\" },\"channel\":\"c\"}}")
                        .getFirst();

        assertThat(publish.data()).isEqualTo(Payload.ofJson("{ \"b\" : 1.50, \"a\":\"\u00e9\\u00e9\" }"));
    }

    @Test
    void takesTheFirstRequestAndPassesOverNullOnes() {
        assertThat(decode("{\"id\":1,\"connect\":null,\"ping\":{},\"unsubscribe\":{\"channel\":\"a\"}}"))
                .containsExactly(new Command.Ping(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "[]",
                "1",
                "{",
                "{}}",
                "{}{}",
                "{\"id\":1}",
                "{\"ping\":{}}",
                "{\"id\":1,\"ping\":[]}",
                "{\"id\":1.5,\"ping\":{}}",
                "{\"id\":99999999999999999999,\"ping\":{}}",
                "{\"id\":-1,\"ping\":{}}",
                "{\"id\":1,\"publish\":{\"data\":}}",
                "{\"id\":1,\"publish\":{\"data\":01}}",
                "{\"id\":1,\"subscribe\":{\"recover\":1}}",
                "{\"id\":1,\"subscribe\":{\"offset\":-1}}",
                "{\"id\":1,\"history\":{\"since\":{\"offset\":-1}}}",
                "{\"id\":1,\"subscribe\":{\"channel\":{}}}",
                "\u0000{",
                "{\"id\":1,\"ping\":{}}\u0000",
                "\ufeff{}",
                "{'id':1}",
                "{\"id\":1,\"ping\":{}} x",
                "// {}"
            })
    void refusesWhatIsNoCommand(String message) {
        assertThatThrownBy(() -> decode(message)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesDeepNestingWithoutOverflowingTheStack() {
        String deep = "{\"id\":1,\"rpc\":{\"data\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}}";

        assertThatThrownBy(() -> decode(deep)).isInstanceOf(IllegalArgumentException.class);
    }
}
