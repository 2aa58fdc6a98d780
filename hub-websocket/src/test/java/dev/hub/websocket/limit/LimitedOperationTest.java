package dev.hub.websocket.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.channel.Payload;
import dev.hub.core.protocol.Command;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitedOperationTest {
    @ParameterizedTest
    @CsvSource({"job_submit, JOB_SUBMIT", "job_submit_many, JOB_SUBMIT", "job_claim, RPC", "list, RPC"})
    void submissionsOfJobsCountAsSuch(String method, LimitedOperation expected) {
        assertThat(LimitedOperation.of(new Command.Rpc(1, method, Payload.NULL)))
                .isEqualTo(expected);
    }
}
