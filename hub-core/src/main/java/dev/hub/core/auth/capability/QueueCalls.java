package dev.hub.core.auth.capability;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The methods on jobs, queues and schedules that clients may call by {@code rpc}, each with the right that it takes. */
public final class QueueCalls {
    private static final Map<String, Operation> RIGHTS = rights();

    private QueueCalls() {}

    private static Map<String, Operation> rights() {
        Map<Operation, Set<String>> methods = Map.of(
                Operation.SUBMIT,
                Set.of("job_submit", "job_submit_many"),
                Operation.WORK,
                Set.of(
                        "job_claim",
                        "job_extend",
                        "job_progress",
                        "job_log",
                        "job_complete",
                        "job_fail",
                        "job_release",
                        "job_attach",
                        "job_children",
                        "job_detach"),
                Operation.READ,
                Set.of(
                        "job_events",
                        "job_get",
                        "job_list",
                        "job_log_list",
                        "job_result",
                        "queue_stats",
                        "schedule_get",
                        "schedule_list"),
                Operation.MANAGE,
                Set.of(
                        "job_cancel",
                        "job_retry",
                        "job_remove",
                        "queue_config",
                        "queue_group",
                        "queue_pause",
                        "queue_resume",
                        "queue_drain",
                        "queue_purge",
                        "schedule_put",
                        "schedule_delete",
                        "schedule_run",
                        "schedule_pause",
                        "schedule_resume",
                        "schedule_backfill"));
        Map<String, Operation> rights = new HashMap<>();
        methods.forEach((operation, names) -> names.forEach(name -> rights.put(name, operation)));
        return Map.copyOf(rights);
    }

    /** What {@code method} takes; empty when it is none of these. */
    public static Optional<Operation> right(String method) {
        return Optional.ofNullable(RIGHTS.get(method));
    }

    /** All of them. */
    public static Set<String> methods() {
        return RIGHTS.keySet();
    }
}
