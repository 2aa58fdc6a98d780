package dev.hub.core.valkey;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeySlotTest {

    /** From the cluster specification, and from CLUSTER KEYSLOT of a server. */
    @ParameterizedTest
    @CsvSource({
        "123456789, 12739",
        "'', 0",
        "foo, 12182",
        "{user1000}.following, 3443",
        "{user1000}.followers, 3443",
        "user1000, 3443",
        "foo{}{bar}, 8363",
        "foo{{bar}}zap, 4015",
        "{bar, 4015",
        "foo{bar}{zap}, 5061",
        "bar, 5061"
    })
    void isThatOfTheServer(String key, int slot) {
        assertThat(KeySlot.of(key)).isEqualTo(slot);
    }
}
