package dev.hub.core.job;

import dev.hub.core.channel.Payload;
import dev.hub.core.job.JobCipher.Opened;
import dev.hub.core.job.JobView.Counts;
import dev.hub.core.job.JobView.Ending;
import dev.hub.core.job.JobView.Holder;
import dev.hub.core.job.JobView.Parent;
import dev.hub.core.job.JobView.Times;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.valkey.Numbers;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What {@code include/job_view.lua} tells of jobs, read. */
final class JobViews {
    private static final String OPEN = "open";

    private final JobCipher cipher;

    JobViews(JobCipher cipher) {
        this.cipher = cipher;
    }

    JobPage page(QueueName queue, Response reply) {
        List<JobView> jobs = new ArrayList<>();
        reply.get(1).forEach(each -> jobs.add(of(queue, each)));
        String last = reply.get(3).toString();
        return new JobPage(jobs, last.isEmpty() ? "" : reply.get(2) + " " + last);
    }

    JobView of(QueueName queue, Response view) {
        Fields fields = Fields.of(view.get(2));
        JobState state = JobState.of(fields.text("s"));
        String at = view.get(1).toString();
        long time = at.isEmpty() ? 0 : Long.parseLong(at);
        Carried carried = new Carried(queue, fields);
        Payload data = carried.payload("d").orElse(Payload.NULL);
        Ending ending = ending(fields, carried, state);
        Optional<Payload> progress = carried.payload("pg");
        return new JobView(
                queue,
                view.get(0).toString(),
                state,
                JobSpec.decode(fields.text("o")),
                data,
                (int) fields.number("p"),
                fields.text("g"),
                times(fields, state, time),
                new Counts(
                        fields.number("e"), (int) fields.number("f"), (int) fields.number("rc"), fields.number("ln")),
                new Holder(fields.text("w"), fields.text("u")),
                ending,
                progress,
                fields.text("k"),
                parent(fields),
                children(view.get(3)),
                carried.unreadable);
    }

    private static Parent parent(Fields fields) {
        String far = fields.text("pq");
        return new Parent(
                fields.text("pa"),
                far.isEmpty() ? Optional.empty() : Optional.of(new QueueName(far.substring(0, far.indexOf(' ')))));
    }

    private static Times times(Fields fields, JobState state, long time) {
        long submitted = fields.number("t");
        long ready = fields.number("q");
        boolean wasReady = state == JobState.READY || fields.number("e") > 0;
        return new Times(
                submitted,
                ready == 0 && wasReady ? submitted : ready,
                state == JobState.DELAYED ? time : fields.number("du"),
                fields.number("c"),
                state == JobState.ACTIVE ? time : 0,
                fields.number("x"),
                fields.number("z"));
    }

    /** A result of {@code null} is not kept. */
    private static Ending ending(Fields fields, Carried carried, JobState state) {
        return state == JobState.DONE
                ? new Ending("", "", fields.bytes("r") == null ? Optional.of(Payload.NULL) : carried.payload("r"))
                : new Ending(fields.text("ca"), fields.text("er"), Optional.empty());
    }

    private static Map<String, String> children(Response reply) {
        Map<String, String> states = new HashMap<>();
        for (int i = 0; i < reply.size(); i += 2) {
            states.put(reply.get(i).toString(), reply.get(i + 1).toString());
        }
        return states;
    }

    /** What {@code job_children.lua} tells. */
    JobChildren childPage(QueueName queue, Response reply) {
        List<JobChild> children = new ArrayList<>();
        reply.get(1).forEach(each -> children.add(child(queue, each)));
        return new JobChildren(children, Numbers.smallAt(reply, 2));
    }

    /** Who works on the parent must not take a result that cannot be read for one that is not there. */
    private JobChild child(QueueName queue, Response parts) {
        String id = parts.get(0).toString();
        String state = parts.get(2).toString();
        Optional<JobState> end = state.equals(OPEN) ? Optional.empty() : Optional.of(JobState.of(state));
        boolean isDone = end.equals(Optional.of(JobState.DONE));
        Optional<QueueName> own = Optional.of(parts.get(4).toString())
                .filter(name -> !name.isEmpty())
                .map(QueueName::new);
        return new JobChild(
                id,
                own,
                parts.get(1).toString(),
                end,
                isDone ? Optional.of(result(own.orElse(queue), id, parts.get(3).toBytes())) : Optional.empty(),
                isDone ? "" : parts.get(3).toString());
    }

    private Payload result(QueueName queue, String child, byte[] written) {
        return switch (cipher.open(queue, written)) {
            case Opened.Plain plain -> plain.payload();
            case Opened.Unreadable unreadable ->
                throw HubException.of(
                        ErrorCode.NOT_AVAILABLE,
                        "not available: the result of " + child + " cannot be read: " + unreadable.why());
        };
    }

    static JobLog log(@Nullable Response reply, long total) {
        List<JobLog.Line> lines = new ArrayList<>();
        if (reply != null) {
            reply.forEach(each -> lines.add(line(each.toString())));
        }
        return new JobLog(lines, total);
    }

    private static JobLog.Line line(String written) {
        int cut = written.indexOf(' ');
        return new JobLog.Line(Long.parseLong(written.substring(0, cut)), written.substring(cut + 1));
    }

    static List<JobEvent> events(Response reply) {
        List<JobEvent> events = new ArrayList<>();
        for (Response entry : reply) {
            String offset = entry.get(0).toString();
            Fields fields = Fields.of(entry.get(1));
            events.add(new JobEvent(
                    offset,
                    Long.parseLong(offset.substring(0, offset.indexOf('-'))),
                    fields.text("t"),
                    fields.text("id"),
                    fields.number("e"),
                    fields.text("d")));
        }
        return events;
    }

    /** A hash, flat as scripts give it. */
    private record Fields(Map<String, Response> values) {
        static Fields of(Response flat) {
            Map<String, Response> values = new HashMap<>();
            for (int i = 0; i < flat.size(); i += 2) {
                values.put(flat.get(i).toString(), flat.get(i + 1));
            }
            return new Fields(values);
        }

        String text(String name) {
            Response value = values.get(name);
            return value == null ? "" : value.toString();
        }

        long number(String name) {
            Response value = values.get(name);
            return value == null ? 0 : Numbers.of(value);
        }

        byte @Nullable [] bytes(String name) {
            Response value = values.get(name);
            return value == null ? null : value.toBytes();
        }
    }

    /** What a job carries, as far as it can be read. */
    private final class Carried {
        private final QueueName queue;
        private final Fields fields;
        private String unreadable = "";

        private Carried(QueueName queue, Fields fields) {
            this.queue = queue;
            this.fields = fields;
        }

        private Optional<Payload> payload(String name) {
            byte[] written = fields.bytes(name);
            if (written == null) {
                return Optional.empty();
            }
            return switch (cipher.open(queue, written)) {
                case Opened.Plain plain -> Optional.of(plain.payload());
                case Opened.Unreadable broken -> {
                    unreadable = broken.why();
                    yield Optional.empty();
                }
            };
        }
    }
}
