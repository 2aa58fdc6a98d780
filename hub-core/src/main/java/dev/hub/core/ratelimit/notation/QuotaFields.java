package dev.hub.core.ratelimit.notation;

import dev.hub.core.option.Durations;
import dev.hub.core.ratelimit.Algorithm;
import dev.hub.core.ratelimit.Period;
import dev.hub.core.ratelimit.Quota;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How much in which time, as a rule or its split says it. */
final class QuotaFields {
    static final String LIMIT = "limit";
    static final String BURST = "burst";
    static final String PERIOD = "period";
    static final String PERIOD_MS = "period_ms";
    static final String ZONE = "tz";

    private static final Duration LONGEST = Duration.ofMillis(Period.MAX_MS);

    private QuotaFields() {}

    /** The quota of a rule. */
    static Optional<Quota> read(Fields fields) {
        Optional<Period> period = period(fields);
        Algorithm standard = period.filter(Period.Calendar.class::isInstance).isPresent()
                ? Algorithm.FIXED_WINDOW
                : Algorithm.TOKEN_BUCKET;
        Optional<Algorithm> algorithm =
                fields.has("algorithm") ? fields.word("algorithm", Algorithm.class) : Optional.of(standard);
        Optional<Long> limit = limit(fields, algorithm.orElse(standard));
        if (!fields.has(LIMIT)) {
            fields.note(LIMIT, "is missing");
        }
        if (!fields.has(PERIOD) && !fields.has(PERIOD_MS)) {
            fields.note(PERIOD, "is missing: a time such as 10s or 1m, or " + units() + "; or period_ms");
        }
        Optional<Long> burst = fields.number(BURST, 0, Quota.MAX_LIMIT);
        return combine(fields, algorithm, limit, period, burst);
    }

    /** The quota of a split: what it does not say is as in {@code main}. */
    static Optional<Quota> readSplit(Fields fields, Quota main) {
        boolean hasPeriod = fields.has(PERIOD) || fields.has(PERIOD_MS);
        Optional<Period> period = hasPeriod ? period(fields) : Optional.of(main.period());
        Optional<Long> limit = fields.has(LIMIT) ? limit(fields, main.algorithm()) : Optional.of(main.limit());
        Optional<Long> burst = fields.number(BURST, 0, Quota.MAX_LIMIT);
        return combine(fields, Optional.of(main.algorithm()), limit, period, burst);
    }

    private static Optional<Quota> combine(
            Fields fields,
            Optional<Algorithm> algorithm,
            Optional<Long> limit,
            Optional<Period> period,
            Optional<Long> burst) {
        if (algorithm.isEmpty() || limit.isEmpty() || period.isEmpty() || (fields.has(BURST) && burst.isEmpty())) {
            return Optional.empty();
        }
        return fields.make(() -> new Quota(algorithm.get(), limit.get(), period.get(), burst.orElse(limit.get())));
    }

    private static Optional<Long> limit(Fields fields, Algorithm algorithm) {
        boolean isLogged = algorithm == Algorithm.SLIDING_LOG || algorithm == Algorithm.CONCURRENCY;
        return fields.number(LIMIT, 0, isLogged ? Quota.MAX_LOGGED : Quota.MAX_LIMIT);
    }

    private static Optional<Period> period(Fields fields) {
        if (fields.has(PERIOD) && fields.has(PERIOD_MS)) {
            fields.note(PERIOD, "and period_ms exclude each other");
            return Optional.empty();
        }
        Optional<Period.Unit> unit =
                fields.has(PERIOD) ? fields.text(PERIOD).flatMap(QuotaFields::unit) : Optional.empty();
        if (fields.has(ZONE) && unit.isEmpty()) {
            fields.note(ZONE, "goes with a period of the calendar alone: " + units());
        }
        if (unit.isPresent()) {
            return zone(fields).map(zone -> new Period.Calendar(unit.get(), zone));
        }
        return fields.has(PERIOD)
                ? fields.text(PERIOD).flatMap(text -> duration(fields, text))
                : fields.number(PERIOD_MS, 1, Period.MAX_MS).map(Period.Fixed::new);
    }

    private static Optional<Period.Unit> unit(String text) {
        return Arrays.stream(Period.Unit.values())
                .filter(each -> each.text().equals(text.strip().toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    static String units() {
        return Arrays.stream(Period.Unit.values()).map(Period.Unit::text).collect(Collectors.joining(", "));
    }

    private static Optional<ZoneId> zone(Fields fields) {
        if (!fields.has(ZONE)) {
            return Optional.of(ZoneOffset.UTC);
        }
        Optional<String> text = fields.text(ZONE);
        try {
            return text.map(each -> ZoneId.of(each).normalized());
        } catch (DateTimeException unknown) {
            fields.note(ZONE, "must be a time zone such as Europe/Rome or UTC, got \"" + text.orElse("") + "\"");
            return Optional.empty();
        }
    }

    private static Optional<Period> duration(Fields fields, String text) {
        try {
            Duration length = Durations.parse(text);
            long ms = length.compareTo(LONGEST) > 0 ? Long.MAX_VALUE : length.toMillis();
            if (ms >= 1 && ms <= Period.MAX_MS) {
                return Optional.of(new Period.Fixed(ms));
            }
            fields.note(PERIOD, "must be 1ms to 400d, got " + text.strip());
        } catch (IllegalArgumentException broken) {
            fields.note(
                    PERIOD,
                    "must be a time such as 300ms, 10s, 1m or 24h, or " + units() + ", got \""
                            + (text.length() > 40 ? text.substring(0, 40) + "..." : text) + "\"");
        }
        return Optional.empty();
    }

    /** Writes it as {@link #read} takes it, without the algorithm. */
    static void write(Quota quota, Map<String, Object> to) {
        to.put(LIMIT, quota.limit());
        switch (quota.period()) {
            case Period.Fixed fixed -> to.put(PERIOD_MS, fixed.ms());
            case Period.Calendar calendar -> {
                to.put(PERIOD, calendar.unit().text());
                to.put(
                        ZONE,
                        calendar.zone().equals(ZoneOffset.UTC)
                                ? "UTC"
                                : calendar.zone().getId());
            }
        }
        if (quota.algorithm() == Algorithm.TOKEN_BUCKET) {
            to.put(BURST, quota.burst());
        }
    }
}
