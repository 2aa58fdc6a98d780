package dev.hub.core.job;

import dev.hub.core.channel.Payload;
import dev.hub.core.job.Submitted.Outcome;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the scripts of jobs answer, read. */
final class JobReplies {
    private static final String UNCONFIGURED = "unconfigured";

    private JobReplies() {}

    /** The queue has no settings yet. */
    static boolean isUnconfigured(Response reply) {
        return reply.size() == 1 && reply.get(0).toString().equals(UNCONFIGURED);
    }

    static Submitted submitted(Response reply) {
        return new Submitted(
                Outcome.valueOf(reply.get(0).toString().toUpperCase(Locale.ROOT)),
                reply.get(1).toString());
    }

    static Worked worked(Response reply) {
        long now = reply.get(1).toLong();
        List<Settled> settled = new ArrayList<>();
        reply.get(2).forEach(each -> settled.add(settled(each.toInteger())));
        List<ClaimedJob> claimed = new ArrayList<>();
        reply.get(3).forEach(each -> claimed.add(claimed(each, now)));
        return new Worked(now, settled, claimed, reply.get(4).toLong());
    }

    private static Settled settled(int number) {
        return switch (number) {
            case 0 -> Settled.STALE;
            case 1 -> Settled.DONE;
            default -> Settled.FOLLOWED;
        };
    }

    private static ClaimedJob claimed(Response job, long now) {
        return new ClaimedJob(
                new JobClaim(job.get(0).toString(), job.get(3).toLong()),
                JobSpec.decode(job.get(1).toString()),
                Payload.ofBytes(job.get(2).toBytes()),
                job.get(4).toInteger(),
                job.get(5).toLong(),
                job.get(6).toLong(),
                now,
                job.get(7).toLong(),
                job.get(8).toLong(),
                job.get(9).toInteger() - 1);
    }

    static List<Long> numbers(Response array) {
        List<Long> numbers = new ArrayList<>();
        array.forEach(each -> numbers.add(each.toLong()));
        return numbers;
    }

    static List<String> texts(Response array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.toString()));
        return texts;
    }
}
