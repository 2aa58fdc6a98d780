package dev.hub.verticles.api;

import dev.hub.core.job.JobClaim;
import dev.hub.core.job.JobState;
import dev.hub.core.job.NewJob;
import dev.hub.core.job.QueueName;
import java.util.List;
import java.util.regex.Pattern;

/** Reads which jobs and queues are meant. */
final class JobNames {
    /** Most jobs that one call is about. */
    static final int MAX_JOBS = 1_000;

    private static final long MAX_EPOCH = (1L << 53) - 1;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_.:@/+=-]{1,100}");

    private JobNames() {}

    static QueueName queue(ApiFields fields) {
        String name = fields.string("queue");
        String fault = QueueName.faultOf(name);
        if (!fault.isEmpty()) {
            throw ApiFields.badRequest(fault);
        }
        return new QueueName(name);
    }

    static String id(ApiFields fields) {
        return checked(fields, "id", fields.string("id"));
    }

    /** An id that is there: one that can stand in the name of a channel. */
    static String checked(ApiFields fields, String name, String id) {
        if (!ID.matcher(id).matches()) {
            throw fields.refusal(
                    name,
                    "must be 1 to " + NewJob.MAX_ID + " letters, digits, or one of _ . : @ / + = -, got " + id.length()
                            + " characters");
        }
        return id;
    }

    /** Those of {@code ids}, or the one of {@code id}; each once. */
    static List<String> ids(ApiFields fields) {
        if (hasOneId(fields)) {
            if (!fields.strings("ids").isEmpty()) {
                throw ApiFields.badRequest("id and ids exclude each other");
            }
            return List.of(id(fields));
        }
        List<String> ids = fields.strings("ids").stream().distinct().toList();
        if (ids.isEmpty() || ids.size() > MAX_JOBS) {
            throw ApiFields.badRequest("id, or 1 to " + MAX_JOBS + " ids, are required, got " + ids.size());
        }
        ids.forEach(id -> checked(fields, "ids", id));
        return ids;
    }

    /** It is about the one job of {@code id}. */
    static boolean hasOneId(ApiFields fields) {
        return fields.value("id") != null;
    }

    static JobClaim claim(ApiFields fields) {
        return new JobClaim(id(fields), fields.integer("epoch", 0, 1, MAX_EPOCH));
    }

    static JobState state(ApiFields fields, String name, String word) {
        try {
            return JobState.of(word);
        } catch (IllegalArgumentException unknown) {
            String fault = String.valueOf(unknown.getMessage());
            throw fields.refusal(name, fault.substring(fault.indexOf("must")));
        }
    }

    /** A text of at most so many characters, none of them a control character, or half of one. */
    static String text(ApiFields fields, String name, int most) {
        String text = fields.string(name);
        if (text.length() > most || text.codePoints().anyMatch(JobNames::isUnfit)) {
            throw fields.refusal(
                    name, "must have at most " + most + " characters, no control characters, got " + text.length());
        }
        return text;
    }

    /** Code points come in one piece, unless half of them is missing. */
    private static boolean isUnfit(int codePoint) {
        return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
    }
}
