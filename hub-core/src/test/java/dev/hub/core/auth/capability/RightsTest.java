package dev.hub.core.auth.capability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hub.core.channel.ChannelName;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RightsTest {
    private static boolean allow(String names, Match match, String channel) {
        Rights rights = Rights.of(List.of(new Capability(
                List.of(names.split("\\|")), match, List.of(Operation.SUBSCRIBE), List.of(), List.of())));
        assertThat(rights.allow(Operation.PUBLISH, new ChannelName(channel))).isFalse();
        return rights.allow(Operation.SUBSCRIBE, new ChannelName(channel));
    }

    @ParameterizedTest
    @CsvSource({
        "a, EXACT, a, true",
        "a, EXACT, ab, false",
        "a*, EXACT, ab, false",
        "a|b, EXACT, b, true",
        "a*, WILDCARD, a, true",
        "a*, WILDCARD, abc, true",
        "a*, WILDCARD, ba, false",
        "*, WILDCARD, x:y, true",
        "x:*:z, WILDCARD, x:y:z, true",
        "x:*:z, WILDCARD, x:1:2:z, true",
        "x:*:z, WILDCARD, x:1:2, false",
        "*b*b*, WILDCARD, abcb, true",
        "*b*b*, WILDCARD, abc, false",
        "ab, WILDCARD, abc, false",
        "x:[0-9]+, REGEX, x:12, true",
        "x:[0-9]+, REGEX, x:12a, false",
        "x:[0-9]+, REGEX, ax:12, false",
        "^x$, REGEX, x, true"
    })
    void matchNamesAsAWhole(String names, Match match, String channel, boolean expected) {
        assertThat(allow(names, match, channel)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "x:*, EXACT, x:*, true", "x:1, EXACT, x:*, false", "x:*, WILDCARD, x:*, true", "*, WILDCARD, x:*, true",
        "x:?, WILDCARD, x:*, false", "x:1*, WILDCARD, x:*, false", ".*, REGEX, x:*, false", "x:[*], REGEX, x:*, false",
        "x:*:a, WILDCARD, x:*, false", "x:*, WILDCARD, *:a, false"
    })
    void coverAPatternOnlyWhenTheyCoverAllOfItsChannels(String names, Match match, String pattern, boolean expected) {
        assertThat(allow(names, match, pattern)).isEqualTo(expected);
    }

    @Test
    void takeNoLongerForMaliciousNames() {
        Rights rights = Rights.of(List.of(
                new Capability(
                        List.of("(a+)+b", "(a|a)*b"), Match.REGEX, List.of(Operation.SUBSCRIBE), List.of(), List.of()),
                new Capability(
                        List.of("*a".repeat(200)),
                        Match.WILDCARD,
                        List.of(Operation.SUBSCRIBE),
                        List.of(),
                        List.of())));

        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThat(rights.allow(Operation.SUBSCRIBE, new ChannelName("a".repeat(150) + "c")))
                        .isFalse());
    }

    @Test
    void allowInQueuesWhatTheyNameForThese() {
        Rights rights = Rights.of(List.of(
                new Capability(
                        List.of("mail"), Match.WILDCARD, List.of(Operation.SUBMIT), List.of("mail"), List.of("ma*")),
                Capability.on(List.of("mail"), Operation.WORK)));

        assertThat(rights.allowInQueue(Operation.SUBMIT, "mail")).isTrue();
        assertThat(rights.allowInQueue(Operation.SUBMIT, "email")).isFalse();
        assertThat(rights.allowInQueue(Operation.WORK, "mail")).isFalse();
        assertThat(rights.allowCall("mail")).isFalse();
    }

    @Test
    void refuseListsWithoutEnd() {
        List<String> names = Collections.nCopies(Capability.MAX_NAMES + 1, "a");

        assertThatThrownBy(() -> Capability.on(names, Operation.PUBLISH))
                .hasMessage("channels must have at most 100 names");
    }
}
