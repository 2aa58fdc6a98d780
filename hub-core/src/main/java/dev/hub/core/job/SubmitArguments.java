package dev.hub.core.job;

import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Jobs as {@code job_submit} takes them: flat, the children of a flow before their parents. Of a child in another queue, that of its
 * parent has a note, which holds what is to be submitted there.
 */
public final class SubmitArguments {
    /** So many are of each job. */
    static final int PARTS = 5;

    private static final int PAYLOAD = 2;
    /** They are kept beside their parent until they are where they are to be. */
    static final long MOST_FAR_BYTES = 4 * 1024 * 1024;

    private static final int NOTE = -1;

    private final List<Object> args = new ArrayList<>();
    private final List<Root> roots = new ArrayList<>();
    private int entries;
    private JobSpec last = JobSpec.STANDARD;
    private String lastEncoded = JobSpec.STANDARD.encode();

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
            if (!job.queue().orElse(queue).equals(queue)) {
                throw new IllegalArgumentException(
                        "queue is for children, and that of " + job.id() + " is another one");
            }
            flat.addRoot(job, Place.ALONE, job.isFar(queue) ? UUID.randomUUID().toString() : "");
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

    /** The jobs that were given. */
    List<Root> roots() {
        return roots;
    }

    /**
     * One of the jobs that were given.
     *
     * @param entry which of the flat jobs it is, from 0
     * @param far children in other queues, its own and those of its children in this one
     */
    record Root(int entry, List<FarChild> far) {}

    /**
     * Whose child a job is.
     *
     * @param parent its id; empty for none
     * @param number which of its children it is, from 1
     * @param far for a child of another queue its parent's queue and the flow; for the note of one the flow; else empty
     */
    private record Place(String parent, int number, String far) {
        static final Place ALONE = new Place("", 0, "");

        boolean isAlone() {
            return parent.isEmpty();
        }
    }

    private void addRoot(NewJob job, Place place, String flow) {
        List<FarChild> far = new ArrayList<>();
        int size = entries(job, queue);
        add(job, place, size > 1 ? size : 0, new Flow(flow, far));
        requireShort(far);
        roots.add(new Root(entries - 1, far));
    }

    private static void requireShort(List<FarChild> far) {
        long bytes = far.stream().mapToLong(FarChild::bytes).sum();
        if (bytes > MOST_FAR_BYTES) {
            throw new IllegalArgumentException("children in other queues must have at most " + MOST_FAR_BYTES
                    + " bytes of data together, got " + bytes);
        }
    }

    /** What it takes, which has one for each child in another queue, and all that are in this. */
    private static int entries(NewJob job, QueueName own) {
        int many = 1;
        for (NewJob child : job.children()) {
            many += isFar(child, own) ? 1 : entries(child, own);
        }
        return many;
    }

    private static boolean isFar(NewJob child, QueueName own) {
        return !child.queue().orElse(own).equals(own);
    }

    private record Flow(String id, List<FarChild> far) {}

    /** Many that come together are alike. */
    private String encoded(JobSpec spec) {
        if (!spec.equals(last)) {
            last = spec;
            lastEncoded = spec.encode();
        }
        return lastEncoded;
    }

    /** Tells its flow's size with the first entry of the flow. */
    private int add(NewJob job, Place place, int size, Flow flow) {
        int left = size;
        int number = 0;
        for (NewJob child : job.children()) {
            number++;
            left = isFar(child, queue)
                    ? addNote(child, job.id(), number, left, flow)
                    : add(child, new Place(job.id(), number, ""), left, flow);
        }
        args.add(job.id());
        args.add(encoded(job.spec()));
        args.add(cipher.seal(queue, job.data()));
        args.add(job.start().priority());
        args.add(isPlain(job, place, left) ? "" : rest(job, place, left));
        entries++;
        return 0;
    }

    private int addNote(NewJob child, String parent, int number, int size, Flow flow) {
        QueueName other = child.queue().orElse(queue);
        SubmitArguments there = new SubmitArguments(other, cipher);
        there.addRoot(child, new Place(parent, number, queue + " " + flow.id()), flow.id());
        flow.far()
                .add(new FarChild(
                        flow.id(),
                        parent,
                        child.id(),
                        other,
                        there.args,
                        there.roots.getFirst().far()));
        args.add(child.id());
        args.add(other.value());
        args.add(PackedArguments.pack(there.args));
        args.add(NOTE);
        args.add(rest(child, new Place(parent, number, flow.id()), size));
        entries++;
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
        JsonArray rest = new JsonArray()
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
                .add(place.isAlone() ? "" : place.number() + " " + job.spec().name());
        return place.far().isEmpty() ? rest.encode() : rest.add(place.far()).encode();
    }
}
