package dev.hub.core.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hub.core.revocation.Revocation.OneToken;
import dev.hub.core.revocation.Revocation.UserBlock;
import dev.hub.core.revocation.Revocation.UserTokens;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RevocationsTest {
    private static final long NOW = 1_700_000_000;

    private static Standing standing(Bearer bearer, Revocation... all) {
        return Revocations.of(List.of(all)).of(bearer, NOW);
    }

    @Test
    void aBlockKeepsItsUserOutWhateverTokenComes() {
        UserBlock block = new UserBlock("eve", 0);

        assertThat(standing(new Bearer("eve", "x", NOW), block)).isEqualTo(Standing.BLOCKED);
        assertThat(standing(Bearer.withoutToken("eve"), block)).isEqualTo(Standing.BLOCKED);
        assertThat(standing(new Bearer("Eve", "x", NOW), block)).isEqualTo(Standing.GOOD);
        assertThat(standing(Bearer.withoutToken(""), block)).isEqualTo(Standing.GOOD);
    }

    @Test
    void aTokenIsRevokedByItsIdAlone() {
        OneToken token = new OneToken("eve", 0);

        assertThat(standing(new Bearer("ann", "eve", NOW), token)).isEqualTo(Standing.REVOKED);
        assertThat(standing(new Bearer("eve", "other", NOW), token)).isEqualTo(Standing.GOOD);
        assertThat(standing(new Bearer("eve", "", NOW), token)).isEqualTo(Standing.GOOD);
    }

    @Test
    void aUsersTokensAreRevokedByTheTimeOfTheirIssue() {
        UserTokens tokens = new UserTokens("eve", NOW - 60, 0);

        assertThat(standing(new Bearer("eve", "", NOW - 61), tokens)).isEqualTo(Standing.REVOKED);
        assertThat(standing(new Bearer("eve", "", NOW - 60), tokens)).isEqualTo(Standing.GOOD);
        assertThat(standing(new Bearer("eve", "", Bearer.LONG_AGO), tokens)).isEqualTo(Standing.REVOKED);
        assertThat(standing(Bearer.withoutToken("eve"), tokens)).isEqualTo(Standing.GOOD);
        assertThat(standing(new Bearer("ann", "", Bearer.LONG_AGO), tokens)).isEqualTo(Standing.GOOD);
    }

    @Test
    void whatIsOverDoesNotCount() {
        Bearer eve = new Bearer("eve", "id", Bearer.LONG_AGO);

        assertThat(standing(eve, new UserBlock("eve", NOW))).isEqualTo(Standing.GOOD);
        assertThat(standing(eve, new OneToken("id", NOW))).isEqualTo(Standing.GOOD);
        assertThat(standing(eve, new UserTokens("eve", NOW, NOW))).isEqualTo(Standing.GOOD);
        assertThat(standing(eve, new UserBlock("eve", NOW + 1))).isEqualTo(Standing.BLOCKED);
        assertThat(Revocations.of(List.of(new UserBlock("eve", NOW), new UserBlock("ann", 0)))
                        .at(NOW)
                        .size())
                .isEqualTo(1);
    }

    @Test
    void aChangeLeavesTheFormerAsItWas() {
        Revocations former = Revocations.none().with(new UserBlock("eve", 0));
        Revocations later = former.with(new UserBlock("ann", 0)).without(new UserBlock("eve", 7).field());

        assertThat(former.of(Bearer.withoutToken("eve"), NOW)).isEqualTo(Standing.BLOCKED);
        assertThat(former.of(Bearer.withoutToken("ann"), NOW)).isEqualTo(Standing.GOOD);
        assertThat(later.of(Bearer.withoutToken("eve"), NOW)).isEqualTo(Standing.GOOD);
        assertThat(later.of(Bearer.withoutToken("ann"), NOW)).isEqualTo(Standing.BLOCKED);
    }

    @Test
    void holdsWhatAMapWouldHold() {
        Random random = new Random(7);
        Map<String, Revocation> expected = new HashMap<>();
        Revocations all = Revocations.none();
        for (int step = 0; step < 5000; step++) {
            Revocation each = new UserBlock("u" + random.nextInt(400), random.nextInt(100));
            boolean goes = random.nextInt(3) == 0;
            all = goes ? all.without(each.field()) : all.with(each);
            if (goes) {
                expected.remove(each.field());
            } else {
                expected.put(each.field(), each);
            }
            assertThat(all.size()).isEqualTo(expected.size());
        }

        List<Revocation> held = new ArrayList<>();
        all.forEach(held::add);
        assertThat(held).containsExactlyInAnyOrderElementsOf(expected.values());
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        for (Revocation each :
                List.of(new UserBlock("a b:c", 7), new OneToken("t: 1", 0), new UserTokens("ünï \n", NOW, NOW + 1))) {
            assertThat(Revocation.decode(each.field(), each.encode())).contains(each);
        }
    }

    @Test
    void whatNobodyWroteIsNone() {
        for (String field : List.of("", "b", "b:", "x:y", "i:eve", "t:" + "x".repeat(1025))) {
            for (String value : List.of("", "x", "-1", "1 x", "9".repeat(30))) {
                assertThat(Revocation.decode(field, value))
                        .as("%s %s", field, value)
                        .isEmpty();
            }
        }
    }

    @Test
    void refusesIdsAndTimesThatCannotBe() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UserBlock("", 0))
                .withMessage("user must have 1 to 1024 characters, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OneToken("x".repeat(1025), 0))
                .withMessage("jti must have 1 to 1024 characters, got 1025");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UserTokens("eve", -1, 0))
                .withMessage("issued_before must be 0 or more, got -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UserBlock("eve", -1))
                .withMessage("expire_at must be 0 or more, got -1");
    }

    @Test
    void whoDoesNotKnowSaysSo() {
        CurrentRevocations current = CurrentRevocations.unknown(InstantSource.fixed(Instant.ofEpochSecond(NOW)));

        assertThat(current.standing(Bearer.withoutToken("ann"))).isEqualTo(Standing.UNKNOWN);
        current.replace(Revocations.none());
        assertThat(current.standing(Bearer.withoutToken("ann"))).isEqualTo(Standing.GOOD);
    }
}
