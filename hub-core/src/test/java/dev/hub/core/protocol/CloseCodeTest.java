package dev.hub.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CloseCodeTest {
    @ParameterizedTest
    @EnumSource(CloseCode.class)
    void hasAReasonThatFitsAndThatNoSdkReadsAsJson(CloseCode code) {
        assertThat(code.reason().getBytes(StandardCharsets.UTF_8)).hasSizeBetween(1, 123);
        assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> Json.decodeValue(code.reason()));
    }

    @ParameterizedTest
    @CsvSource({
        "3000,true",
        "3001,true",
        "3499,true",
        "3500,false",
        "3999,false",
        "4000,true",
        "4499,true",
        "4500,false",
        "4999,false",
        "1009,false",
        "1006,true"
    })
    void tellsByItsRangeWhetherToReconnect(int code, boolean reconnects) {
        assertThat(CloseCode.invitesReconnect(code)).isEqualTo(reconnects);
    }
}
