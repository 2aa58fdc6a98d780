package dev.hub.verticles.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.ServerProcess;
import dev.hub.core.testkit.ServerSpec;
import dev.hub.core.testkit.Standalone;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the log says at the start of what durable publications are worth. */
class DurableHintIT {
    private static final String DURABLE =
            "channels: {namespaces: [{name: safe, history-size: 10, history-ttl: 1m, durable: true}]}\n";

    @Test
    void namesReplicasThatNeedNotConfirmAndReplicasThatAreMissing() {
        ServerSpec spec = ServerSpec.of(Engine.REDIS62);
        try (Standalone primary = Standalone.start(spec)) {
            String address = "replicaof 127.0.0.1 " + primary.server().port();
            try (ServerProcess one = ServerProcess.start(spec.set(address));
                    ServerProcess two = ServerProcess.start(spec.set(address))) {
                assertThat(one.port()).isNotEqualTo(two.port());
                await().until(() -> primary.server().ask("INFO", "replication").contains("connected_slaves:2"));

                assertThat(logOf(primary, DURABLE, 1))
                        .containsPattern("WARN .*valkey.durable-replicas is 1 and Valkey has 2 replicas");
                assertThat(logOf(primary, "metrics: {enabled: true}\n", 1))
                        .containsPattern("INFO .*valkey.durable-replicas is 1 and Valkey has 2 replicas");
                assertThat(logOf(primary, DURABLE, 2)).doesNotContain("valkey.durable-replicas is");
                assertThat(logOf(primary, DURABLE, 3))
                        .contains("durable publications are not acknowledged until there are as many");
            }
        }
    }

    private static String logOf(Standalone primary, String configuration, int replicas) {
        try (HubProcess hub = HubProcess.startConfigured(
                configuration,
                List.of("valkey.url=" + primary.url(), "verticles=", "valkey.durable-replicas=" + replicas))) {
            return hub.log();
        }
    }
}
