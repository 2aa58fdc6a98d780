package dev.hub.core.job;

import dev.hub.core.job.Submitted.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a queue does, without a server: one queue, whose clock is set. Which job a group's turn brings it does not say. */
final class JobModel {
    /** Ranks of a priority begin with so many times it. */
    private static final double LEVEL = 17_592_186_044_416.0;

    /** A job, with the fields that decide. */
    static final class Job {
        final NewJob given;
        final @Nullable Job parent;
        final long submitted;
        final long expires;
        final Map<String, String> children = new HashMap<>();
        JobState state = JobState.READY;
        String cause = "";
        boolean neverExpires;
        boolean isFollowed;
        boolean isUntold;
        long due;
        long epoch;
        final Map<Long, Class<? extends Settlement>> settled = new HashMap<>();
        int failures;
        int recoveries;
        int openChildren;
        int harm;
        long leaseEnd;
        long attemptEnd;
        long timeout;
        long ended;
        long blockedSince;
        double rank;

        Job(NewJob given, @Nullable Job parent, long now) {
            this.given = given;
            this.parent = parent;
            submitted = now;
            expires = given.start().ttlMillis() == 0
                    ? Long.MAX_VALUE
                    : now + given.start().ttlMillis();
            due = Math.max(now + given.start().delayMillis(), given.start().runAtMillis());
            timeout = given.spec().timeoutMillis();
            isFollowed = given.follow();
        }

        @Override
        public String toString() {
            return id() + " " + state + " rank " + Math.round(rank % LEVEL) + " due " + (due - submitted) + " " + given;
        }

        String id() {
            return given.id();
        }

        String group() {
            return given.group();
        }

        boolean waits() {
            return switch (state) {
                case READY, DELAYED, BLOCKED -> true;
                case ACTIVE, DONE, DEAD, CANCELLED, EXPIRED -> false;
            };
        }

        boolean isExpired(long now) {
            return !neverExpires && expires <= now;
        }
    }

    private static final class Key {
        String holder = "";
        Dedup.Mode mode = Dedup.Mode.SIMPLE;
        String next = "";
        long expires = Long.MAX_VALUE;
    }

    private final Map<String, Job> jobs = new TreeMap<>();
    private final Map<String, Key> keys = new HashMap<>();
    private final List<Job> thrownAway = new ArrayList<>();
    QueueSettings settings = QueueSettings.DEFAULTS;
    boolean isPaused;
    boolean isClosed;
    long now;
    long sequence;
    private long unbegunRank;

    Map<String, Job> jobs() {
        return jobs;
    }

    @Nullable
    Job job(String id) {
        return jobs.get(id);
    }

    List<Job> all(Predicate<Job> which) {
        return jobs.values().stream().filter(which).toList();
    }

    /** Ready ones of a group, or those without; by rank. */
    List<Job> line(String group) {
        return jobs.values().stream()
                .filter(job -> job.state == JobState.READY && job.group().equals(group))
                .sorted(Comparator.comparingDouble((Job job) -> job.rank).thenComparing(Job::id))
                .toList();
    }

    long active() {
        return all(job -> job.state == JobState.ACTIVE).size();
    }

    long active(String group) {
        return all(job -> job.state == JobState.ACTIVE && job.group().equals(group))
                .size();
    }

    private long waiting() {
        return all(Job::waits).size();
    }

    private void lineUp(Job job, long at) {
        job.state = JobState.READY;
        job.rank = job.given.start().priority() * LEVEL + at;
    }

    private void makeReady(Job job) {
        lineUp(job, ++sequence);
    }

    // ---- submission

    /**
     * What becomes of a job.
     *
     * @param rank its rank, if it may start
     * @param victims those that the server cancelled to make room, of which it takes the first if there has to be room for it
     */
    Submitted submit(NewJob given, long rank, List<String> victims) {
        return given.children().isEmpty() ? single(given, rank, victims) : flow(given, rank);
    }

    private Submitted flow(NewJob given, long last) {
        if (jobs.containsKey(given.id())) {
            return new Submitted(Outcome.KNOWN, given.id());
        }
        if (isAnyKnown(given.children())) {
            return new Submitted(Outcome.CONFLICT, given.id());
        }
        if (isClosed) {
            return new Submitted(Outcome.CLOSED, given.id());
        }
        int most = settings.capacity().maxSize();
        if (most > 0 && waiting() + given.size() > most) {
            return new Submitted(Outcome.FULL, given.id());
        }
        add(given, null, last);
        return new Submitted(Outcome.TAKEN, given.id());
    }

    private boolean isAnyKnown(List<NewJob> some) {
        return some.stream().anyMatch(each -> jobs.containsKey(each.id()) || isAnyKnown(each.children()));
    }

    /** Children have the ranks before their parent's. */
    private void add(NewJob given, @Nullable Job parent, long last) {
        Job job = new Job(given, parent, now);
        jobs.put(job.id(), job);
        long rank = last - given.size();
        for (NewJob child : given.children()) {
            rank += child.size();
            add(child, job, rank);
            job.children.put(child.id(), "open");
        }
        job.openChildren = given.children().size();
        begin(job, job.openChildren > 0, last);
    }

    private void block(Job job) {
        job.state = JobState.BLOCKED;
        job.blockedSince = now;
    }

    private void begin(Job job, boolean isBlocked, long rank) {
        if (isBlocked) {
            block(job);
        } else if (job.due > now) {
            job.state = JobState.DELAYED;
        } else {
            lineUp(job, rank);
        }
    }

    private Submitted single(NewJob given, long rank, List<String> victims) {
        if (jobs.containsKey(given.id())) {
            return new Submitted(Outcome.KNOWN, given.id());
        }
        if (isClosed) {
            return new Submitted(Outcome.CLOSED, given.id());
        }
        Optional<Submitted> met = deduplicate(given);
        if (met.isPresent()) {
            return met.get();
        }
        int most = settings.capacity().maxSize();
        if (most > 0 && waiting() >= most) {
            if (victims.isEmpty()) {
                return new Submitted(Outcome.FULL, given.id());
            }
            Job victim = require(victims.removeFirst());
            finish(victim, JobState.CANCELLED, "overflow");
            met = deduplicate(given);
            if (met.isPresent()) {
                return met.get();
            }
        }
        Job job = new Job(given, null, now);
        jobs.put(job.id(), job);
        begin(job, given.dedup().isPresent() && claimKey(given), rank);
        return new Submitted(Outcome.TAKEN, given.id());
    }

    Job require(String id) {
        Job job = jobs.get(id);
        if (job == null) {
            throw new AssertionError("the model knows no job " + id);
        }
        return job;
    }

    private @Nullable Key liveKey(String name) {
        Key key = keys.get(name);
        return key == null || (key.next.isEmpty() && key.expires <= now) ? null : key;
    }

    private Optional<Submitted> deduplicate(NewJob given) {
        if (given.dedup().isEmpty()) {
            return Optional.empty();
        }
        Dedup dedup = given.dedup().get();
        Key key = liveKey(dedup.id());
        if (key == null) {
            return Optional.empty();
        }
        if (dedup.mode() == Dedup.Mode.THROTTLE) {
            return Optional.of(new Submitted(Outcome.DUPLICATE, key.holder));
        }
        Job holder = jobs.get(key.holder);
        if (holder == null || holder.state.isFinal()) {
            return Optional.empty();
        }
        if (dedup.mode() == Dedup.Mode.SIMPLE) {
            return Optional.of(new Submitted(Outcome.DUPLICATE, key.holder));
        }
        if (!key.next.isEmpty()) {
            return Optional.of(replaced(require(key.next), given));
        }
        boolean isUntouched = holder.epoch == 0 && holder.waits();
        return isUntouched ? Optional.of(replaced(holder, given)) : Optional.empty();
    }

    private Submitted replaced(Job old, NewJob given) {
        old.timeout = given.spec().timeoutMillis();
        old.isFollowed |= given.follow();
        if (old.state == JobState.DELAYED && given.dedup().orElseThrow().mode() == Dedup.Mode.DEBOUNCE) {
            old.due = Math.max(now + given.start().delayMillis(), given.start().runAtMillis());
        }
        return new Submitted(Outcome.REPLACED, old.id());
    }

    /** Whether the job waits for the one that has its key. */
    private boolean claimKey(NewJob given) {
        Dedup dedup = given.dedup().orElseThrow();
        Key key = liveKey(dedup.id());
        Job holder = key == null ? null : jobs.get(key.holder);
        if (key != null && holder != null && !holder.state.isFinal() && dedup.mode() == Dedup.Mode.KEEP_LAST) {
            key.next = given.id();
            return true;
        }
        Key own = new Key();
        own.holder = given.id();
        own.mode = dedup.mode();
        own.expires = dedup.ttlMillis() == 0 ? Long.MAX_VALUE : now + dedup.ttlMillis();
        keys.put(dedup.id(), own);
        return false;
    }

    // ---- ends

    void finish(Job job, JobState state, String cause) {
        job.state = state;
        job.cause = cause;
        job.ended = now;
        job.isUntold = job.isFollowed;
        loosen(job, state);
    }

    private void loosen(Job job, JobState state) {
        job.given.dedup().ifPresent(dedup -> passKey(job, dedup));
        if (job.parent != null) {
            childEnded(job, job.parent, state);
        }
        if (job.openChildren > 0 && state != JobState.DONE && state != JobState.DEAD) {
            cancelChildren(job);
        }
    }

    private void passKey(Job job, Dedup dedup) {
        Key key = keys.get(dedup.id());
        if (key == null) {
            return;
        }
        if (key.next.equals(job.id())) {
            key.next = "";
            return;
        }
        if (!key.holder.equals(job.id())) {
            return;
        }
        if (!key.next.isEmpty()) {
            key.holder = key.next;
            key.next = "";
            key.mode = Dedup.Mode.KEEP_LAST;
            key.expires = Long.MAX_VALUE;
            unblock(require(key.holder));
        } else if (key.mode != Dedup.Mode.THROTTLE) {
            keys.remove(dedup.id());
        }
    }

    private void unblock(Job job) {
        if (job.due > now) {
            job.state = JobState.DELAYED;
        } else {
            makeReady(job);
        }
    }

    private void childEnded(Job child, Job parent, JobState state) {
        if (!"open".equals(parent.children.get(child.id())) || jobs.get(parent.id()) != parent) {
            return;
        }
        parent.children.put(child.id(), state.word());
        parent.openChildren--;
        boolean isHarm = state != JobState.DONE && !child.given.mayFail();
        if (isHarm) {
            parent.harm++;
        }
        if (parent.state != JobState.BLOCKED) {
            return;
        }
        if (isHarm) {
            finish(parent, JobState.DEAD, "child");
        } else if (parent.openChildren == 0) {
            unblock(parent);
        }
    }

    private void cancelChildren(Job parent) {
        parent.children.replaceAll((id, state) -> {
            if (!state.equals("open")) {
                return state;
            }
            Job child = jobs.get(id);
            if (child != null && !child.state.isFinal()) {
                thrownAway.add(child);
            }
            return "cancelled";
        });
        parent.openChildren = 0;
        List<Job> children = List.copyOf(thrownAway);
        thrownAway.clear();
        children.forEach(child -> finish(child, JobState.CANCELLED, "parent"));
    }

    /** A waiting job goes as if it had been cancelled. */
    private void throwAway(Job job) {
        loosen(job, JobState.CANCELLED);
        jobs.remove(job.id());
    }

    void forget(Job job) {
        jobs.remove(job.id());
    }

    /**
     * To be called after each step: what is beyond the number of those that are kept goes, once its end was told. Only states
     * that jobs came to in this step are looked at, or all by a sweep; that makes a difference once ends are told.
     */
    void trim() {
        trim(JobState.DONE, settings.retention().done().count());
        trim(JobState.DEAD, settings.retention().dead().count());
        trim(JobState.CANCELLED, settings.retention().cancelled().count());
        trim(JobState.EXPIRED, settings.retention().expired().count());
    }

    private void trim(JobState state, int kept) {
        List<Job> ended = listed(state);
        ended.subList(0, Math.max(0, ended.size() - kept)).stream()
                .filter(job -> !job.isUntold)
                .forEach(this::forget);
    }

    /** In the order of the list of that state. */
    private List<Job> listed(JobState state) {
        return all(job -> job.state == state).stream()
                .sorted(Comparator.comparingLong((Job job) -> switch (state) {
                            case BLOCKED -> job.blockedSince;
                            case DELAYED -> job.due;
                            case READY, ACTIVE, DONE, DEAD, CANCELLED, EXPIRED -> job.ended;
                        })
                        .thenComparing(Job::id))
                .toList();
    }

    // ---- work

    Settled settle(Settlement settlement) {
        Job job = jobs.get(settlement.claim().id());
        if (job == null) {
            return Settled.STALE;
        }
        long epoch = settlement.claim().epoch();
        if (job.state != JobState.ACTIVE || job.epoch != epoch) {
            return settlement.getClass().equals(job.settled.get(epoch)) ? toldAgain(job) : Settled.STALE;
        }
        job.settled.put(epoch, settlement.getClass());
        switch (settlement) {
            case Settlement.Done done -> finish(job, JobState.DONE, "");
            case Settlement.Bury bury -> {
                job.failures++;
                finish(job, JobState.DEAD, bury.cause().word());
            }
            case Settlement.Retry retry -> {
                job.failures++;
                again(job, retry.delayMillis());
            }
            case Settlement.Release release -> again(job, release.delayMillis());
            case Settlement.Unbegun unbegun -> lineUp(job, --unbegunRank);
        }
        return told(job);
    }

    private static Settled told(Job job) {
        return job.isFollowed ? Settled.FOLLOWED : Settled.DONE;
    }

    private static Settled toldAgain(Job job) {
        return job.isFollowed ? Settled.REPEATED_FOLLOWED : Settled.REPEATED;
    }

    private void again(Job job, long delay) {
        if (delay > 0) {
            job.state = JobState.DELAYED;
            job.due = now + delay;
        } else {
            makeReady(job);
        }
    }

    void promote() {
        List<Job> due = all(job -> job.state == JobState.DELAYED && job.due <= now).stream()
                .sorted(Comparator.comparingLong((Job job) -> job.due).thenComparing(Job::id))
                .toList();
        due.forEach(this::makeReady);
    }

    void claim(Job job, long lease) {
        job.state = JobState.ACTIVE;
        job.epoch++;
        job.attemptEnd = job.timeout == 0 ? 0 : now + job.timeout;
        job.leaseEnd = job.timeout == 0 ? now + lease : Math.min(now + lease, now + job.timeout);
    }

    // ---- sweep

    /** Attempts that took too long. */
    List<JobClaim> sweep() {
        promote();
        List<JobClaim> late = new ArrayList<>();
        List<Job> lost = all(job -> job.state == JobState.ACTIVE && job.leaseEnd <= now).stream()
                .sorted(Comparator.comparingLong((Job job) -> job.leaseEnd).thenComparing(Job::id))
                .toList();
        for (Job job : lost) {
            if (job.state != JobState.ACTIVE) {
                continue;
            }
            if (job.attemptEnd > 0 && job.attemptEnd <= now) {
                late.add(new JobClaim(job.id(), job.epoch));
            } else {
                recover(job);
            }
        }
        all(job -> job.waits() && job.isExpired(now)).stream()
                .sorted(Comparator.comparingLong((Job job) -> job.expires).thenComparing(Job::id))
                .filter(Job::waits)
                .forEach(job -> {
                    if (job.waits()) {
                        finish(job, JobState.EXPIRED, "ttl");
                    }
                });
        return late;
    }

    private void recover(Job job) {
        if (++job.recoveries > settings.maxRecoveries()) {
            finish(job, JobState.DEAD, "lost");
        } else {
            makeReady(job);
        }
    }

    // ---- orders

    /** What it was; empty when there is no such job. */
    Optional<JobState> cancel(String id) {
        Job job = jobs.get(id);
        if (job == null) {
            return Optional.empty();
        }
        JobState was = job.state;
        if (!was.isFinal()) {
            finish(job, JobState.CANCELLED, "cancelled");
        }
        return Optional.of(was);
    }

    boolean retry(Job job) {
        return again(job, true);
    }

    private boolean again(Job job, boolean tellsParent) {
        boolean isOver = job.state == JobState.DEAD || job.state == JobState.CANCELLED || job.state == JobState.EXPIRED;
        if (!isOver
                || (job.given.dedup().isPresent()
                        && !reclaimKey(job, job.given.dedup().get()))) {
            return false;
        }
        String was = job.state.word();
        job.failures = 0;
        job.recoveries = 0;
        job.cause = "";
        job.ended = 0;
        job.neverExpires = true;
        job.isUntold = false;
        job.due = 0;
        if (!job.children.isEmpty() && reopenChildren(job) > 0) {
            block(job);
        } else {
            makeReady(job);
        }
        if (tellsParent && job.parent != null) {
            reopenParent(job, job.parent, was);
        }
        return true;
    }

    private boolean reclaimKey(Job job, Dedup dedup) {
        Key key = liveKey(dedup.id());
        if (dedup.mode() == Dedup.Mode.THROTTLE || (key != null && key.holder.equals(job.id()))) {
            return true;
        }
        if (key != null) {
            Job holder = jobs.get(key.holder);
            return holder == null || holder.state.isFinal();
        }
        Key own = new Key();
        own.holder = job.id();
        own.mode = dedup.mode();
        keys.put(dedup.id(), own);
        return true;
    }

    private int reopenChildren(Job parent) {
        int open = 0;
        for (Map.Entry<String, String> each : parent.children.entrySet()) {
            Job child = jobs.get(each.getKey());
            if (each.getValue().equals("done") || child == null) {
                continue;
            }
            boolean isNeeded = !child.given.mayFail() || child.cause.equals("parent");
            if (!child.state.isFinal() || (isNeeded && again(child, false))) {
                each.setValue("open");
                open++;
            }
        }
        parent.openChildren = open;
        parent.harm = 0;
        return open;
    }

    private void reopenParent(Job child, Job parent, String was) {
        if (jobs.get(parent.id()) != parent || !was.equals(parent.children.get(child.id()))) {
            return;
        }
        boolean hasFailed = parent.state == JobState.DEAD && parent.cause.equals("child");
        if (!hasFailed && parent.state != JobState.BLOCKED) {
            return;
        }
        parent.children.put(child.id(), "open");
        parent.openChildren++;
        if (child.given.mayFail() || --parent.harm > 0 || !hasFailed) {
            return;
        }
        block(parent);
        parent.cause = "";
        parent.isUntold = false;
        parent.neverExpires = true;
        if (parent.parent != null) {
            reopenParent(parent, parent.parent, "dead");
        }
    }

    void purge(List<JobState> states) {
        List<JobState> order = List.of(
                JobState.BLOCKED,
                JobState.READY,
                JobState.DELAYED,
                JobState.DONE,
                JobState.DEAD,
                JobState.CANCELLED,
                JobState.EXPIRED);
        Map<JobState, List<Job>> aside = new HashMap<>();
        for (JobState state : order) {
            aside.put(state, !states.contains(state) ? List.of() : state == JobState.READY ? line("") : listed(state));
        }
        List<String> groups = states.contains(JobState.READY)
                ? all(job -> job.state == JobState.READY && !job.group().isEmpty()).stream()
                        .map(Job::group)
                        .distinct()
                        .sorted()
                        .toList()
                : List.of();
        for (JobState state : order) {
            aside.getOrDefault(state, List.of()).forEach(job -> purge(job, state));
        }
        groups.forEach(group -> line(group).forEach(job -> purge(job, JobState.READY)));
    }

    private void purge(Job job, JobState state) {
        if (job.state == state && jobs.get(job.id()) == job) {
            if (job.waits()) {
                throwAway(job);
            } else {
                forget(job);
            }
        }
    }
}
