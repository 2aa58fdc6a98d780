package dev.hub.websocket;

import dev.hub.core.auth.capability.Capability;
import dev.hub.core.auth.capability.Match;
import dev.hub.core.auth.capability.Operation;
import dev.hub.core.auth.capability.Role;
import dev.hub.core.channel.AccessRules;
import dev.hub.core.channel.DeliveryRules;
import dev.hub.core.channel.DeliveryRules.SlowConsumer;
import dev.hub.core.channel.HistoryRules;
import dev.hub.core.channel.HistoryRules.RecoveryMode;
import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.PresenceRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Each operation by each kind of principal, and what comes of it: one table, from which every case is made. */
final class AuthorisationTable {
    /** Stands for "it was passed on": nobody in the test has the method. */
    static final int PASSED_ON = 104;

    /**
     * Rows are operations, columns are principals, cells are the error code of the answer, 0 for none.
     *
     * <p>Namespaces: shut allows nothing. known allows everything to clients with a user id. inside lets such clients
     * subscribe, and subscribers do the rest. all allows everything to everybody. room has user-limited channels alone.
     * bare has neither history nor presence. wild and tame have patterns, which wild allows to clients. work has
     * consumers. There is no namespace lost. Methods are restricted to capabilities where the operation is rpc
     * or the name of a method, on a queue then.
     */
    private static final String TABLE = """
        operation      | channel    | anon | user | subd | asub | exact | glob | regex | other | role | suba | subf | open
        subscribe      | shut:a     | 103  | 103  | 0    | 0    | 0     | 0    | 0     | 103   | 0    | 0    | 0    | 0
        publish        | shut:a     | 103  | 103  | 103  | 103  | 0     | 0    | 0     | 103   | 0    | 0    | 103  | 0
        history        | shut:a     | 103  | 103  | 103  | 103  | 0     | 0    | 0     | 103   | 0    | 0    | 103  | 0
        presence       | shut:a     | 103  | 103  | 103  | 103  | 0     | 0    | 0     | 103   | 0    | 0    | 103  | 0
        presence_stats | shut:a     | 103  | 103  | 103  | 103  | 0     | 0    | 0     | 103   | 0    | 0    | 103  | 0
        subscribe      | known:a    | 103  | 0    | 0    | 0    | 0     | 0    | 0     | 0     | 0    | 0    | 0    | 0
        publish        | known:a    | 103  | 0    | 0    | 103  | 0     | 0    | 0     | 0     | 0    | 0    | 0    | 0
        history        | known:a    | 103  | 0    | 0    | 103  | 0     | 0    | 0     | 0     | 0    | 0    | 0    | 0
        presence       | known:a    | 103  | 0    | 0    | 103  | 0     | 0    | 0     | 0     | 0    | 0    | 0    | 0
        presence_stats | known:a    | 103  | 0    | 0    | 103  | 0     | 0    | 0     | 0     | 0    | 0    | 0    | 0
        subscribe      | inside:a   | 103  | 0    | 0    | 0    | 0     | 0    | 0     | 0     | 0    | 0    | 0    | 0
        publish        | inside:a   | 103  | 103  | 0    | 103  | 0     | 0    | 0     | 103   | 0    | 0    | 0    | 0
        history        | inside:a   | 103  | 103  | 0    | 103  | 0     | 0    | 0     | 103   | 0    | 0    | 103  | 0
        presence       | inside:a   | 103  | 103  | 0    | 103  | 0     | 0    | 0     | 103   | 0    | 0    | 0    | 0
        presence_stats | inside:a   | 103  | 103  | 0    | 103  | 0     | 0    | 0     | 103   | 0    | 0    | 0    | 0
        subscribe      | all:a      | 0    | 0    | 0    | 0    | 0     | 0    | 0     | 0     | 0    | 0    | 0    | 0
        publish        | all:a      | 0    | 0    | 0    | 0    | 0     | 0    | 0     | 0     | 0    | 0    | 0    | 0
        history        | all:a      | 0    | 0    | 0    | 0    | 0     | 0    | 0     | 0     | 0    | 0    | 0    | 0
        presence       | all:a      | 0    | 0    | 0    | 0    | 0     | 0    | 0     | 0     | 0    | 0    | 0    | 0
        subscribe      | room:a#ann | 103  | 0    | 0    | 0    | 0     | 103  | 0     | 0     | 0    | 0    | 0    | 0
        subscribe      | room:a#bob | 103  | 103  | 0    | 0    | 103   | 103  | 103   | 103   | 103  | 0    | 0    | 0
        publish        | room:a#bob | 103  | 103  | 103  | 103  | 0     | 0    | 0     | 103   | 0    | 0    | 103  | 0
        subscribe      | $shut:a    | 103  | 103  | 0    | 0    | 103   | 103  | 103   | 103   | 103  | 0    | 0    | 0
        publish        | $shut:a    | 103  | 103  | 103  | 103  | 0     | 0    | 0     | 103   | 0    | 0    | 103  | 0
        subscribe      | wild:*     | 103  | 0    | 0    | 0    | 0     | 0    | 0     | 0     | 0    | 0    | 0    | 0
        subscribe      | tame:*     | 103  | 103  | 0    | 0    | 0     | 0    | 103   | 103   | 0    | 0    | 0    | 0
        publish        | wild:*     | 107  | 107  | 107  | 107  | 107   | 107  | 107   | 107   | 107  | 107  | 107  | 107
        history        | wild:*     | 107  | 107  | 107  | 107  | 107   | 107  | 107   | 107   | 107  | 107  | 107  | 107
        presence       | wild:*     | 108  | 108  | 108  | 108  | 108   | 108  | 108   | 108   | 108  | 108  | 108  | 108
        history        | bare:a     | 108  | 108  | 108  | 108  | 108   | 108  | 108   | 108   | 108  | 108  | 108  | 108
        presence       | bare:a     | 108  | 108  | 108  | 108  | 108   | 108  | 108   | 108   | 108  | 108  | 108  | 108
        presence_stats | bare:a     | 108  | 108  | 108  | 108  | 108   | 108  | 108   | 108   | 108  | 108  | 108  | 108
        subscribe      | lost:a     | 102  | 102  | 102  | 102  | 102   | 102  | 102   | 102   | 102  | 102  | 102  | 102
        publish        | lost:a     | 102  | 102  | 102  | 102  | 102   | 102  | 102   | 102   | 102  | 102  | 102  | 102
        history        | lost:a     | 102  | 102  | 102  | 102  | 102   | 102  | 102   | 102   | 102  | 102  | 102  | 102
        presence       | lost:a     | 102  | 102  | 102  | 102  | 102   | 102  | 102   | 102   | 102  | 102  | 102  | 102
        consume        | work:a     | 103  | 103  | 104  | 103  | 104   | 103  | 104   | 103   | 104  | 104  | 103  | 104
        consume        | shut:a     | 103  | 103  | 103  | 103  | 103   | 103  | 103   | 103   | 103  | 103  | 103  | 104
        job_submit     | mail.a     | 103  | 103  | 103  | 103  | 104   | 104  | 104   | 103   | 104  | 103  | 103  | 104
        job_claim      | mail.a     | 103  | 103  | 103  | 103  | 103   | 104  | 104   | 103   | 104  | 103  | 103  | 104
        job_get        | mail.a     | 103  | 103  | 103  | 103  | 104   | 103  | 104   | 103   | 104  | 103  | 103  | 104
        job_cancel     | mail.a     | 103  | 103  | 103  | 103  | 103   | 103  | 104   | 103   | 104  | 103  | 103  | 104
        queue_pause    | mail.a     | 103  | 103  | 103  | 103  | 103   | 103  | 104   | 103   | 104  | 103  | 103  | 104
        schedule_put   | mail.a     | 103  | 103  | 103  | 103  | 103   | 103  | 104   | 103   | 104  | 103  | 103  | 104
        job_submit     | other      | 103  | 103  | 103  | 103  | 103   | 103  | 103   | 104   | 104  | 103  | 103  | 104
        job_claim      | other      | 103  | 103  | 103  | 103  | 103   | 103  | 103   | 104   | 104  | 103  | 103  | 104
        rpc            | list       | 103  | 103  | 103  | 103  | 104   | 104  | 104   | 103   | 104  | 103  | 103  | 104
        """;

    /**
     * A kind of principal: the claims of its connection token, and more claims of a subscription token that it has for the
     * channel; empty for none.
     */
    enum Who {
        ANON("{}", ""),
        USER("{\"sub\":\"ann\"}", ""),
        SUBD("{\"sub\":\"ann\"}", "{\"sub\":\"ann\"}"),
        ASUB("{}", "{}"),
        EXACT(
                "{\"sub\":\"ann\",\"caps\":[{\"channels\":[\"shut:a\",\"inside:a\",\"room:a#bob\",\"$shut:a\",\"tame:*\","
                        + "\"work:a\",\"bare:a\"],\"methods\":[\"list\"],\"allow\":[\"sub\",\"pub\",\"prs\",\"hst\",\"rpc\"]},"
                        + "{\"queues\":[\"mail.a\"],\"allow\":[\"submit\",\"read\"]}]}",
                ""),
        GLOB(
                "{\"caps\":[{\"channels\":[\"*\"],\"methods\":[\"l*t\"],\"queues\":[\"*.a\"],\"match\":\"wildcard\","
                        + "\"allow\":[\"sub\",\"pub\",\"prs\",\"hst\",\"rpc\",\"submit\",\"work\"]}]}",
                ""),
        REGEX(
                "{\"sub\":\"ann\",\"caps\":[{\"channels\":[\".*\"],\"methods\":[\"l[a-z]+\"],\"match\":\"regex\",\"queues\":[\"mail.*\"],"
                        + "\"allow\":[\"sub\",\"pub\",\"prs\",\"hst\",\"rpc\",\"submit\",\"work\",\"read\",\"manage\"]}]}",
                ""),
        OTHER(
                "{\"sub\":\"ann\",\"caps\":[{\"channels\":[\"elsewhere:*\",\"shu\"],\"methods\":[\"drop\"],\"queues\":[\"other\"],"
                        + "\"match\":\"wildcard\",\"allow\":[\"sub\",\"pub\",\"prs\",\"hst\",\"rpc\",\"submit\",\"work\"]}]}",
                ""),
        ROLE("{\"sub\":\"ann\",\"roles\":[\"unknown\",\"everything\"]}", ""),
        SUBA("{\"sub\":\"ann\"}", "{\"sub\":\"ann\",\"allow\":[\"pub\",\"prs\",\"hst\"]}"),
        SUBF(
                "{\"sub\":\"ann\"}",
                "{\"sub\":\"ann\",\"tags_filter\":{\"key\":\"team\",\"cmp\":\"eq\",\"val\":\"red\"}}"),
        /** Anybody, where the hub is insecure. */
        OPEN("", "");

        final String claims;
        final String subscription;

        Who(String claims, String subscription) {
            this.claims = claims;
            this.subscription = subscription;
        }
    }

    /** One cell. */
    record Case(String operation, String channel, Who who, int expected) {
        @Override
        public String toString() {
            return operation + " " + channel + " by " + who + ": " + expected;
        }
    }

    private AuthorisationTable() {}

    /** All cells. */
    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        List<String> lines = TABLE.lines().toList();
        List<Who> columns = cells(lines.getFirst())
                .skip(2)
                .map(name -> Who.valueOf(name.toUpperCase(Locale.ROOT)))
                .toList();
        for (String line : lines.subList(1, lines.size())) {
            List<String> cells = cells(line).toList();
            for (int i = 0; i < columns.size(); i++) {
                cases.add(new Case(cells.get(0), cells.get(1), columns.get(i), Integer.parseInt(cells.get(i + 2))));
            }
        }
        return cases;
    }

    private static Stream<String> cells(String line) {
        return Arrays.stream(line.split("\\|", -1)).map(String::strip);
    }

    static List<Role> roles() {
        return List.of(new Role(
                "everything",
                List.of(new Capability(
                        List.of("*"), Match.WILDCARD, List.of(Operation.values()), List.of("list"), List.of("*")))));
    }

    static List<Namespace> namespaces() {
        return List.of(
                remembered("shut", AccessRules.none(), presence(false, false, false)),
                remembered(
                        "known",
                        new AccessRules(true, false, true, false, false, true, false, false, false, false, false),
                        presence(true, false, false)),
                remembered(
                        "inside",
                        new AccessRules(true, false, false, true, false, false, true, false, false, false, false),
                        presence(false, true, false)),
                remembered(
                        "all",
                        new AccessRules(true, true, true, false, true, true, false, true, false, false, false),
                        presence(true, false, true)),
                remembered(
                        "room",
                        new AccessRules(false, false, false, false, false, false, false, false, false, false, true),
                        presence(false, false, false)),
                Namespace.defaults("bare")
                        .withAccess(
                                new AccessRules(true, true, true, true, true, true, true, true, false, false, false)),
                patterns("wild", true),
                patterns("tame", false),
                remembered(
                        "work",
                        new AccessRules(false, false, false, false, false, false, false, false, false, true, false),
                        presence(false, false, false)));
    }

    private static PresenceRules presence(boolean client, boolean subscriber, boolean anonymous) {
        return new PresenceRules(
                true, false, false, Duration.ZERO, Duration.ZERO, 1000, client, subscriber, anonymous, List.of());
    }

    private static Namespace remembered(String name, AccessRules access, PresenceRules presence) {
        return Namespace.defaults(name)
                .withAccess(access)
                .withPresence(presence)
                .withHistory(new HistoryRules(
                        10,
                        Duration.ofMinutes(1),
                        Duration.ofDays(1),
                        false,
                        false,
                        false,
                        false,
                        RecoveryMode.STREAM,
                        false,
                        Duration.ofMinutes(5),
                        false));
    }

    private static Namespace patterns(String name, boolean allowed) {
        return Namespace.defaults(name)
                .withAccess(
                        new AccessRules(true, false, false, false, false, false, false, false, allowed, false, false))
                .withDelivery(new DeliveryRules(
                        List.of(), false, false, false, 0, Duration.ZERO, false, SlowConsumer.DISCONNECT, "", true));
    }
}
