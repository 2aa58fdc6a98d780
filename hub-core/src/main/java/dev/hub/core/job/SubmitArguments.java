package dev.hub.core.job;

import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Jobs as {@code job_submit} takes them: flat, the children of a flow before their parents. */
public final class SubmitArguments {
    private static final int PAYLOAD = 2;

    private final List<Object> args = new ArrayList<>();
    private final List<Integer> roots = new ArrayList<>();
    private int jobs;

    private final QueueName queue;
    private final JobCipher cipher;

    private SubmitArguments(QueueName queue, JobCipher cipher) {
        this.queue = queue;
        this.cipher = cipher;
    }

    /** Those of {@code jobs} for {@code queue}, encrypted by {@code cipher}. */
    public static SubmitArguments of(QueueName queue, List<NewJob> jobs, JobCipher cipher) {
        SubmitArguments flat = new SubmitArguments(queue, cipher);
        for (NewJob job : jobs) {
            int size = job.size();
            flat.add(job, Place.ALONE, size > 1 ? size : 0);
            flat.roots.add(flat.jobs - 1);
        }
        return flat;
    }

    /**
     * What one job of a queue is as one of another queue.
     *
     * @param parts in the order of the script
     * @return empty where its payload cannot be decrypted
     */
    static Optional<List<Object>> moved(List<byte[]> parts, QueueName from, QueueName to, JobCipher cipher) {
        return switch (cipher.open(from, parts.get(PAYLOAD))) {
            case JobCipher.Opened.Plain plain -> {
                List<Object> moved = new ArrayList<>(parts);
                moved.set(PAYLOAD, cipher.seal(to, plain.payload()));
                yield Optional.of(moved);
            }
            case JobCipher.Opened.Unreadable broken -> Optional.empty();
        };
    }

    /** In the order of the script. */
    public List<Object> args() {
        return args;
    }

    /** Which of the flat jobs are those that were given. */
    List<Integer> roots() {
        return roots;
    }

    /**
     * Whose child a job is.
     *
     * @param parent its id; empty for none
     * @param number which of its children it is, from 1
     */
    private record Place(String parent, int number) {
        static final Place ALONE = new Place("", 0);

        boolean isAlone() {
            return parent.isEmpty();
        }
    }

    /** Tells its flow's size with the first job of the flow. */
    private int add(NewJob job, Place place, int flow) {
        int size = flow;
        int number = 0;
        for (NewJob child : job.children()) {
            number++;
            size = add(child, new Place(job.id(), number), size);
        }
        args.add(job.id());
        args.add(job.spec().encode());
        args.add(cipher.seal(queue, job.data()));
        args.add(job.start().priority());
        args.add(isPlain(job, place, size) ? "" : rest(job, place, size));
        jobs++;
        return 0;
    }

    /** Many are: it has only what all have. */
    private static boolean isPlain(NewJob job, Place place, int flow) {
        return job.start().delayMillis() == 0
                && job.start().runAtMillis() == 0
                && job.start().ttlMillis() == 0
                && job.spec().timeoutMillis() == 0
                && job.group().isEmpty()
                && job.dedup().isEmpty()
                && !job.follow()
                && place.isAlone()
                && job.children().isEmpty()
                && flow == 0;
    }

    private static String rest(NewJob job, Place place, int flow) {
        return new JsonArray()
                .add(job.start().delayMillis())
                .add(job.start().runAtMillis())
                .add(job.start().ttlMillis())
                .add(job.spec().timeoutMillis())
                .add(job.group())
                .add(job.dedup().map(Dedup::id).orElse(""))
                .add(job.dedup().map(dedup -> dedup.mode().word()).orElse(""))
                .add(job.dedup().map(Dedup::ttlMillis).orElse(0L))
                .add(job.follow() ? 1 : 0)
                .add(place.parent())
                .add(job.mayFail() ? "continue" : "fail")
                .add(job.children().size())
                .add(flow)
                .add(place.isAlone() ? "" : place.number() + " " + job.spec().name())
                .encode();
    }
}
