package dev.hub.core.job;

import java.util.ArrayList;
import java.util.List;

/** Jobs as {@code job_submit} takes them: flat, the children of a flow before their parents. */
public final class SubmitArguments {
    private final List<Object> args = new ArrayList<>();
    private final List<Integer> roots = new ArrayList<>();
    private int jobs;

    private SubmitArguments() {}

    /** Those of {@code jobs}. */
    public static SubmitArguments of(List<NewJob> jobs) {
        SubmitArguments flat = new SubmitArguments();
        for (NewJob job : jobs) {
            int size = job.size();
            flat.add(job, "", size > 1 ? size : 0);
            flat.roots.add(flat.jobs - 1);
        }
        return flat;
    }

    /** In the order of the script. */
    public List<Object> args() {
        return args;
    }

    /** Which of the flat jobs are those that were given. */
    List<Integer> roots() {
        return roots;
    }

    /** Tells its flow's size with the first job of the flow. */
    private int add(NewJob job, String parent, int flow) {
        int size = flow;
        for (NewJob child : job.children()) {
            size = add(child, job.id(), size);
        }
        JobStart start = job.start();
        args.add(job.id());
        args.add(job.spec().encode());
        args.add(job.data().bytes());
        args.add(start.priority());
        args.add(start.delayMillis());
        args.add(start.runAtMillis());
        args.add(start.ttlMillis());
        args.add(job.spec().timeoutMillis());
        args.add(job.group());
        args.add(job.dedup().map(Dedup::id).orElse(""));
        args.add(job.dedup().map(dedup -> dedup.mode().word()).orElse(""));
        args.add(job.dedup().map(Dedup::ttlMillis).orElse(0L));
        args.add(job.follow());
        args.add(parent);
        args.add(job.mayFail() ? "continue" : "fail");
        args.add(job.children().size());
        args.add(size);
        jobs++;
        return 0;
    }
}
