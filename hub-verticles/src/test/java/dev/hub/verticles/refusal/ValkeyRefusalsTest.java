package dev.hub.verticles.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.valkey.ValkeyReplyException;
import dev.hub.core.valkey.ValkeyTimeoutException;
import org.junit.jupiter.api.Test;

/** What an asker is told. */
class ValkeyRefusalsTest {
    private static final Throwable LATE = new ValkeyTimeoutException("valkey a:1: nothing within 5 ms");
    private static final Throwable REPLY = new ValkeyReplyException("ERR no such script");

    private static HubException told(Throwable cause) {
        return (HubException) ValkeyRefusals.refuse(cause).cause();
    }

    private static HubException told(Throwable cause, String unknown) {
        return (HubException) ValkeyRefusals.refuse(cause, unknown).cause();
    }

    @Test
    void isAnInternalErrorThatSaysNothingOfTheServer() {
        assertThat(told(REPLY).code()).isEqualTo(ErrorCode.INTERNAL.code());
        assertThat(told(REPLY).text()).isEqualTo(ErrorCode.INTERNAL.message());
        assertThat(told(LATE).text()).isEqualTo(ErrorCode.INTERNAL.message());
        assertThat(told(LATE).isTemporary()).isTrue();
    }

    @Test
    void tellsThatTheOutcomeIsUnknownWhereItIs() {
        assertThat(told(LATE, "unknown").text()).isEqualTo("unknown");
        assertThat(told(LATE, "unknown").code()).isEqualTo(ErrorCode.INTERNAL.code());
        assertThat(told(REPLY, "unknown").text()).isEqualTo(ErrorCode.INTERNAL.message());
    }

    @Test
    void leavesOtherCausesAsTheyAre() {
        Throwable other = new IllegalStateException();

        assertThat(ValkeyRefusals.refuse(other).cause()).isSameAs(other);
        assertThat(ValkeyRefusals.refuse(other, "unknown").cause()).isSameAs(other);
    }
}
