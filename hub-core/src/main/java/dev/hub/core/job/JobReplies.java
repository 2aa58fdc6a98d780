package dev.hub.core.job;

import dev.hub.core.channel.Payload;
import dev.hub.core.job.JobCipher.Opened;
import dev.hub.core.job.Settlement.Bury;
import dev.hub.core.job.Settlement.Cause;
import dev.hub.core.job.Submitted.Outcome;
import dev.hub.core.valkey.Numbers;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the scripts of jobs answer, read. */
final class JobReplies {
    private static final String UNCONFIGURED = "unconfigured";
    private static final String UNKNOWN = "unknown";
    private static final String COUNT = "n_";

    private JobReplies() {}

    /** The queue has no settings yet. */
    static boolean isUnconfigured(Response reply) {
        return reply.size() == 1 && reply.get(0).toString().equals(UNCONFIGURED);
    }

    /**
     * What became of a job.
     *
     * @param reply of {@code job_submit}
     * @param args what it was given
     * @param entry which of the jobs there, from 0
     */
    static Submitted submitted(Response reply, List<Object> args, int entry) {
        Response told = reply.get(1).get(entry);
        if (told.type() == ResponseType.NUMBER) {
            return new Submitted(Outcome.TAKEN, text(args.get(entry * SubmitArguments.PARTS)));
        }
        return new Submitted(
                Outcome.valueOf(told.get(0).toString().toUpperCase(Locale.ROOT)),
                told.get(1).toString());
    }

    private static String text(Object argument) {
        return argument instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : argument.toString();
    }

    /** What a round brought, and how those jobs are to be settled that cannot be read. */
    record Round(Worked worked, List<Bury> unreadable) {}

    static Round round(QueueName queue, JobCipher cipher, Response reply) {
        long now = Numbers.at(reply, 1);
        List<Settled> settled = new ArrayList<>();
        reply.get(2).forEach(each -> settled.add(settled((int) Numbers.of(each))));
        List<ClaimedJob> claimed = new ArrayList<>();
        List<Bury> unreadable = new ArrayList<>();
        Specs specs = new Specs();
        for (Response each : reply.get(3)) {
            JobClaim claim = new JobClaim(each.get(0).toString(), Numbers.at(each, 3));
            switch (cipher.open(queue, each.get(2).toBytes())) {
                case Opened.Plain plain ->
                    claimed.add(claimed(claim, specs.of(each.get(1)), plain.payload(), each, now));
                case Opened.Unreadable broken -> unreadable.add(new Bury(claim, broken.why(), Cause.UNREADABLE));
            }
        }
        return new Round(
                new Worked(Numbers.at(reply, 5), settled, claimed, unreadable.size(), Numbers.at(reply, 4)),
                unreadable);
    }

    /** Many that come together are alike. */
    private static final class Specs {
        private String text = "";
        private JobSpec spec = JobSpec.STANDARD;

        private JobSpec of(Response encoded) {
            String next = encoded.toString();
            if (!next.equals(text)) {
                spec = JobSpec.decode(next);
                text = next;
            }
            return spec;
        }
    }

    private static Settled settled(int number) {
        return switch (number) {
            case 0 -> Settled.STALE;
            case 1 -> Settled.DONE;
            case 2 -> Settled.FOLLOWED;
            case 3 -> Settled.REPEATED;
            default -> Settled.REPEATED_FOLLOWED;
        };
    }

    private static ClaimedJob claimed(JobClaim claim, JobSpec spec, Payload data, Response job, long now) {
        return new ClaimedJob(
                claim,
                spec,
                data,
                Numbers.smallAt(job, 4),
                Numbers.at(job, 5),
                Numbers.at(job, 6),
                now,
                Numbers.at(job, 7),
                Numbers.at(job, 8),
                Numbers.smallAt(job, 9) - 1);
    }

    static Cancelled cancelled(List<String> ids, Response reply) {
        List<Cancelled.Stopped> stopped = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            Response each = reply.get(1).get(i);
            String was = each.get(0).toString();
            if (was.equals(UNKNOWN)) {
                unknown.add(ids.get(i));
            } else if (JobState.of(was).isFinal()) {
                others.add(ids.get(i));
            } else {
                stopped.add(stopped(ids.get(i), each, 0, false));
            }
        }
        stopped.addAll(alsoStopped(reply.get(2)));
        return new Cancelled(stopped, unknown, others);
    }

    /** Jobs that were cancelled with others, each after its id. */
    static List<Cancelled.Stopped> alsoStopped(Response reply) {
        List<Cancelled.Stopped> stopped = new ArrayList<>();
        reply.forEach(each -> stopped.add(stopped(each.get(0).toString(), each, 1, true)));
        return stopped;
    }

    private static Cancelled.Stopped stopped(String id, Response parts, int from, boolean isChild) {
        return new Cancelled.Stopped(
                new JobClaim(id, Numbers.at(parts, from + 2)),
                JobState.of(parts.get(from).toString()),
                parts.get(from + 1).toString(),
                isChild,
                Numbers.smallAt(parts, from + 3) == 1);
    }

    /** Jobs that were to be done after all. */
    static JobChange retried(Response reply) {
        return change(reply, Set.of(JobState.DEAD.word(), JobState.CANCELLED.word(), JobState.EXPIRED.word()));
    }

    /** Jobs that were to be forgotten. */
    static JobChange removed(Response reply) {
        return change(
                reply,
                Set.of(JobState.DONE.word(), JobState.DEAD.word(), JobState.CANCELLED.word(), JobState.EXPIRED.word()));
    }

    private static JobChange change(Response reply, Set<String> fitting) {
        List<String> ids = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (Response each : reply.get(1)) {
            String was = each.get(1).toString();
            List<String> list = was.equals(UNKNOWN) ? unknown : fitting.contains(was) ? ids : others;
            list.add(each.get(0).toString());
        }
        return new JobChange(ids, unknown, others);
    }

    static Optional<Swept> swept(Response reply) {
        if (reply.size() == 1) {
            return Optional.empty();
        }
        List<Swept.LateAttempt> late = new ArrayList<>();
        reply.get(5)
                .forEach(each -> late.add(new Swept.LateAttempt(
                        new JobClaim(each.get(0).toString(), Numbers.at(each, 1)),
                        JobSpec.decode(each.get(2).toString()),
                        Numbers.smallAt(each, 3))));
        return Optional.of(new Swept(
                Numbers.at(reply, 1),
                Numbers.at(reply, 8),
                Numbers.at(reply, 2),
                Numbers.at(reply, 3),
                Numbers.smallAt(reply, 4) == 1,
                late,
                texts(reply.get(6)),
                Numbers.smallAt(reply, 7) == 1,
                Numbers.smallAt(reply, 9) == 1));
    }

    static PurgeStep purged(Response reply) {
        return new PurgeStep(Numbers.at(reply, 1), Numbers.at(reply, 2));
    }

    static GroupSettings group(Response reply) {
        String weight = reply.get(1).toString();
        String most = reply.get(2).toString();
        return new GroupSettings(
                weight.isEmpty() ? GroupSettings.DEFAULTS.weight() : Integer.parseInt(weight),
                most.isEmpty() ? GroupSettings.DEFAULTS.concurrency() : Integer.parseInt(most),
                reply.get(3).toString().equals("1"));
    }

    /** States in the order of {@code queue_stats}. */
    private static final List<JobState> STATES = List.of(
            JobState.READY,
            JobState.DELAYED,
            JobState.BLOCKED,
            JobState.ACTIVE,
            JobState.DONE,
            JobState.DEAD,
            JobState.CANCELLED,
            JobState.EXPIRED);

    static QueueStats stats(QueueName queue, Response reply) {
        Map<String, String> fields = new HashMap<>();
        Response flat = reply.get(1);
        for (int i = 0; i < flat.size(); i += 2) {
            fields.put(flat.get(i).toString(), flat.get(i + 1).toString());
        }
        Map<JobState, Long> depth = new EnumMap<>(JobState.class);
        for (int i = 0; i < STATES.size(); i++) {
            depth.put(STATES.get(i), reply.get(2).get(i).toLong());
        }
        Map<String, Long> counts = new HashMap<>();
        fields.forEach((name, value) -> {
            if (name.startsWith(COUNT)) {
                counts.put(name.substring(COUNT.length()), Long.parseLong(value));
            }
        });
        return new QueueStats(
                queue,
                "1".equals(fields.get("paused")),
                "1".equals(fields.get("closed")),
                depth,
                counts,
                Numbers.at(reply, 3),
                new QueueStats.Groups(Numbers.at(reply, 4), Numbers.at(reply, 5)));
    }

    static List<Long> numbers(Response array) {
        List<Long> numbers = new ArrayList<>();
        array.forEach(each -> numbers.add(Numbers.of(each)));
        return numbers;
    }

    static List<String> texts(Response array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.toString()));
        return texts;
    }
}
