package dev.hub.core.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hub.core.auth.Overrides;
import dev.hub.core.bus.ConnectionControl.Affected;
import dev.hub.core.bus.ConnectionControl.Disconnect;
import dev.hub.core.bus.ConnectionControl.Refresh;
import dev.hub.core.bus.ConnectionControl.Send;
import dev.hub.core.bus.ConnectionControl.Subscribe;
import dev.hub.core.bus.ConnectionControl.Unsubscribe;
import dev.hub.core.bus.ConnectionFilter;
import dev.hub.core.bus.ConnectionInfo;
import dev.hub.core.bus.ConnectionTarget;
import dev.hub.core.bus.InstanceQuestion;
import dev.hub.core.bus.InstanceQuestion.ChannelLoad;
import dev.hub.core.bus.InstanceQuestion.ListChannels;
import dev.hub.core.bus.InstanceQuestion.ListConnections;
import dev.hub.core.bus.InstanceQuestion.ReportJobs;
import dev.hub.core.bus.InstanceQuestion.ReportLimits;
import dev.hub.core.bus.LeaderControl;
import dev.hub.core.bus.LimitControl;
import dev.hub.core.bus.NamespaceControl;
import dev.hub.core.bus.RevocationControl;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.channel.StreamPosition;
import dev.hub.core.job.QueueName;
import dev.hub.core.job.report.JobCounts;
import dev.hub.core.job.report.JobFact;
import dev.hub.core.job.report.JobLoad;
import dev.hub.core.job.report.JobWindow;
import dev.hub.core.job.report.Latencies;
import dev.hub.core.job.report.Latencies.Bucket;
import dev.hub.core.job.report.Occupancy;
import dev.hub.core.job.report.QueueLoad;
import dev.hub.core.job.report.WorkForce;
import dev.hub.core.node.NodeMessage.Answer;
import dev.hub.core.node.NodeMessage.Order;
import dev.hub.core.node.NodeMessage.Question;
import dev.hub.core.node.NodeMessage.Result;
import dev.hub.core.node.NodeMessage.Unknown;
import dev.hub.core.ratelimit.ArmReport;
import dev.hub.core.ratelimit.ArmReport.Counted;
import dev.hub.core.ratelimit.ArmReport.Held;
import dev.hub.core.ratelimit.LimitCounts;
import dev.hub.core.ratelimit.LimitReport;
import dev.hub.core.revocation.Revocation.UserBlock;
import dev.hub.core.revocation.Revocation.UserTokens;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeMessageTest {
    private static final CallId CALL = new CallId("me", 7);
    private static final ConnectionTarget WHOM = new ConnectionTarget("zoë", "c-1", "s");
    private static final Payload JSON = Payload.ofJson("{\"n\":1.50,\"big\":123456789012345678901234567890}");

    private static final Overrides OVERRIDE = new Overrides(Map.of(Overrides.Option.PRESENCE, false));

    static List<NodeMessage> messages() {
        ChannelName channel = new ChannelName("a:b");
        return List.of(
                new Order(new Disconnect(WHOM, Set.of("x", "y"), 3000, "b\"ye"), CALL),
                new Order(new Refresh(WHOM, true, 5), CALL),
                new Order(new Subscribe(WHOM, channel, JSON, JSON, new StreamPosition(0, ""), OVERRIDE), CALL),
                new Order(new Subscribe(WHOM, channel), CALL),
                new Order(new Unsubscribe(WHOM, channel), CALL),
                new Order(new Send(WHOM, JSON), null),
                new Order(new NamespaceControl.ReloadFile(), null),
                new Order(new LeaderControl.Vacant(), null),
                new Order(new LimitControl.RulesChanged("7"), CALL),
                new Order(
                        new RevocationControl.Changed(
                                "1", "2", List.of(new UserBlock("zoë", 0), new UserTokens("u", 3, 4)), List.of("t:x")),
                        CALL),
                new Question(new ListConnections(new ConnectionFilter("u", "c", "ch", "ip", "n"), "after", 9), CALL),
                new Question(new ListChannels("a*", "after", 1000), CALL),
                new Question(new ReportLimits("per-user"), CALL),
                new Question(new ReportJobs("mail"), CALL),
                new Answer(CALL, "you", new Result.Told(new InstanceQuestion.Answer.Jobs(jobs()))),
                new Answer(CALL, "you", new Result.Done(new Affected(3))),
                new Answer(CALL, "you", new Result.Failed(100, "no")),
                new Answer(
                        CALL,
                        "you",
                        new Result.Told(new InstanceQuestion.Answer.Connections(List.of(
                                new ConnectionInfo("c", "u", "n", "v", "ip", "websocket", 5, List.of("a", "b"), 30))))),
                new Answer(
                        CALL,
                        "you",
                        new Result.Told(new InstanceQuestion.Answer.Channels(List.of(new ChannelLoad("a", 2))))),
                new Answer(CALL, "you", new Result.Told(new InstanceQuestion.Answer.Limits(limits()))));
    }

    private static JobLoad jobs() {
        Latencies latencies = Latencies.of(List.of(new Bucket(3, 1L << 40), new Bucket(1000, 2)));
        JobCounts counts = new JobCounts(Map.of(JobFact.DONE, 1L << 40, JobFact.HANDED_BACK, 2L));
        JobWindow minute = new JobWindow(60_000, counts, new Occupancy(7, 20), latencies, Latencies.NONE);
        QueueLoad load =
                new QueueLoad(new QueueName("mail"), new WorkForce(1, 2, 20, 7, 3), minute, JobWindow.quiet(900_000));
        return new JobLoad(List.of(load), 9);
    }

    private static LimitReport limits() {
        LimitCounts total = new LimitCounts(1L << 40, 2, 3, 4, 5);
        Counted counted = new Counted(total, 3600, new LimitCounts(1, 2, 0, 4, 1));
        return new LimitReport(
                List.of(new ArmReport("per-user", true, "shadow", "leased", 100, counted, new Held(2, 19))));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void whatIsSaidIsHeard(NodeMessage message) {
        assertThat(ControlChannel.read(
                        Buffer.buffer(NodeMessageJson.encode(message).encode())))
                .isEqualTo(message);
    }

    @Test
    void whoAsksForWhatIsNotUnderstoodCanBeAnswered() {
        for (String strange : List.of(
                "{\"do\":\"dance\",\"from\":\"me\",\"call\":7}",
                "{\"ask\":\"why\",\"from\":\"me\",\"call\":7}",
                "{\"do\":\"disconnect\",\"from\":\"me\",\"call\":7}",
                "{\"do\":\"subscribe\",\"user\":\"u\",\"channel\":\"\",\"from\":\"me\",\"call\":7}",
                "{\"ask\":\"channels\",\"limit\":0,\"from\":\"me\",\"call\":7}")) {
            assertThat(ControlChannel.read(Buffer.buffer(strange)))
                    .isInstanceOfSatisfying(
                            Unknown.class, unknown -> assertThat(unknown.call()).isEqualTo(CALL));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{\"do\":7}",
                "{\"do\":null}",
                "{\"answer\":1}",
                "{\"answer\":1,\"channels\":[[null]]}",
                "{\"answer\":1,\"channels\":[[\"a\"]]}",
                "{\"answer\":1,\"connections\":[7]}",
                "{\"answer\":1,\"limits\":[{}]}",
                "{\"answer\":1,\"jobs\":{\"queues\":[{}]}}",
                "{\"answer\":1,\"jobs\":{\"queues\":[{\"queue\":\"q\",\"force\":[1,1,1,1,1],\"minute\":{\"ms\":1,\"wait\":[1]}}]}}",
                "{\"answer\":\"x\",\"affected\":1}",
                "{\"do\":\"disconnect\",\"user\":7}",
                "{\"do\":\"disconnect\",\"user\":\"u\",\"code\":1}",
                "{\"do\":\"revocations\",\"put\":[]}"
            })
    void whatCannotBeReadIsSaidSo(String hostile) {
        assertThatIllegalArgumentException().isThrownBy(() -> ControlChannel.read(Buffer.buffer(hostile)));
    }
}
