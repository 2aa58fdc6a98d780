package dev.hub.verticles.job;

import static dev.hub.verticles.Instance.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hub.core.bus.JobHandler;
import dev.hub.core.bus.JobWorkerOptions;
import dev.hub.core.channel.Payload;
import dev.hub.core.config.JobsConfig;
import dev.hub.core.job.QueueName;
import dev.hub.core.job.Submitted;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.SharedServers;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Verticles of two instances have jobs done and do them. */
@ExtendWith(SharedServers.Provider.class)
class JobVerticleIT {
    private static final QueueName MAIL = new QueueName("mail");
    private static final JobWorkerOptions TEN = JobWorkerOptions.STANDARD;

    private final JobInstance first;
    private final JobInstance second;
    private final List<String> seen = new CopyOnWriteArrayList<>();

    JobVerticleIT(SharedServers servers) {
        String prefix = servers.prefix();
        first = JobInstance.start(servers.on(Engine.VALKEY).url(), prefix, JobsConfig.defaults());
        second = JobInstance.start(servers.on(Engine.VALKEY).url(), prefix, JobsConfig.defaults());
    }

    @AfterEach
    void stop() {
        first.close();
        second.close();
    }

    private static Payload number(int i) {
        return Payload.ofJson(Integer.toString(i));
    }

    private static List<String> range(int to) {
        return IntStream.rangeClosed(1, to).mapToObj(Integer::toString).toList();
    }

    @Test
    void doEachJobOnceOnWhateverInstanceItWasSubmitted() {
        get(first.jobs
                .work(MAIL, TEN, JobHandler.blocking(job -> {
                    seen.add(job.data().toJson());
                    return job.data();
                }))
                .ready());
        get(second.jobs
                .work(MAIL, TEN, JobHandler.async(job -> {
                    seen.add(job.data().toJson());
                    return Future.succeededFuture(job.data());
                }))
                .ready());

        List<Submitted> taken = IntStream.rangeClosed(1, 200)
                .mapToObj(i -> get((i % 2 == 0 ? first : second).jobs.submit(MAIL, "send", number(i))))
                .toList();

        await().until(() -> seen.size() == 200);
        assertThat(seen).containsExactlyInAnyOrderElementsOf(range(200));
        assertThat(taken).allMatch(Submitted::isTaken);
    }
}
