package dev.hub.core.valkey;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlotClaimsTest {

    private static final Endpoint A = new Endpoint.Tcp("a", 1);
    private static final Endpoint B = new Endpoint.Tcp("b", 1);

    private final SlotClaims known = claims(A, 5);

    @Test
    void believesTheHigherEpoch() {
        assertThat(known.merge(claims(B, 6), true)).isTrue();
        assertThat(known.toMap().owner(7)).isEqualTo(B);
    }

    @Test
    void doesNotGoBackToAnOlderEpochWhileNewsIsFresh() {
        known.merge(claims(B, 6), true);

        assertThat(known.merge(claims(A, 5), true)).isFalse();
        assertThat(known.toMap().owner(7)).isEqualTo(B);

        assertThat(known.merge(claims(A, 5), false)).isTrue();
        assertThat(known.toMap().owner(7)).isEqualTo(A);
    }

    @Test
    void keepsAMoveUntilANewerClaim() {
        assertThat(known.move(7, B)).isTrue();
        assertThat(known.move(7, B)).isFalse();

        known.merge(claims(A, 5), true);
        assertThat(known.toMap().owner(7)).isEqualTo(B);
        assertThat(known.toMap().owner(8)).isEqualTo(A);

        known.merge(claims(A, 9), true);
        assertThat(known.toMap().owner(7)).isEqualTo(A);
    }

    @Test
    void leavesUnclaimedSlotsWithoutOwner() {
        SlotClaims some = new SlotClaims();
        some.claim(0, 99, A, 1);

        assertThat(some.toMap().owner(99)).isEqualTo(A);
        assertThat(some.toMap().owner(100)).isNull();
        assertThat(some.toMap().isComplete()).isFalse();
    }

    @Test
    void readsEpochsOfNodes() {
        String nodes = """
                07c37df 127.0.0.1:30004@31004,host-4 slave e7d1eec 0 1426238317239 4 connected
                67ed2db 127.0.0.1:30002@31002 myself,master - 0 1426238316232 12 connected 5461-10922 [1->-ab]
                """;

        ConfigEpochs epochs = ConfigEpochs.parse(nodes);

        assertThat(epochs.of("67ed2db")).isEqualTo(12);
        assertThat(epochs.of("07c37df")).isEqualTo(4);
        assertThat(epochs.of("unknown")).isZero();
    }

    private static SlotClaims claims(Endpoint owner, long epoch) {
        SlotClaims claims = new SlotClaims();
        claims.claim(0, KeySlot.COUNT - 1, owner, epoch);
        return claims;
    }
}
