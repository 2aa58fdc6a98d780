package dev.hub.core.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ApiKeysTest {
    private final ApiKeys keys = new ApiKeys(List.of(Secret.of("right"), Secret.NONE, Secret.of("also right")));

    @Test
    void admitsEachKeyInEitherHeader() {
        assertThat(keys.admits("right", null)).isTrue();
        assertThat(keys.admits("also right", null)).isTrue();
        assertThat(keys.admits(null, "apikey right")).isTrue();
        assertThat(keys.admits(null, "APIKey  right ")).isTrue();
    }

    @Test
    void admitsNothingElse() {
        assertThat(keys.admits(null, null)).isFalse();
        assertThat(keys.admits("", null)).isFalse();
        assertThat(keys.admits("righ", null)).isFalse();
        assertThat(keys.admits("right ", null)).isFalse();
        assertThat(keys.admits(null, "apikey ")).isFalse();
        assertThat(keys.admits(null, "Bearer right")).isFalse();
        assertThat(keys.admits(null, "right")).isFalse();
    }

    @Test
    void takesTheHeaderOfItsOwnBeforeAuthorization() {
        assertThat(keys.admits("wrong", "apikey right")).isFalse();
    }

    @Test
    void admitsNobodyWithoutKeys() {
        ApiKeys none = new ApiKeys(List.of(Secret.NONE));

        assertThat(none.admits("", "")).isFalse();
        assertThat(none.admits("anything", "apikey anything")).isFalse();
    }

    @Test
    void admitsEverybodyWhereItIsOpenToAll() {
        assertThat(ApiKeys.openToAll().admits(null, null)).isTrue();
        assertThat(ApiKeys.openToAll().admits("anything", "Bearer x")).isTrue();
    }

    @Test
    void neverPrintsASecret() {
        assertThat(Secret.of("right")).hasToString("***");
        assertThat(new TokenKeys(Secret.of("right"), Secret.NONE).toString()).doesNotContain("right");
    }
}
