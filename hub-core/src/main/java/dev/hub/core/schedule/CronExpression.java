package dev.hub.core.schedule;

import com.cronutils.model.Cron;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.field.CronField;
import com.cronutils.model.field.CronFieldName;
import com.cronutils.model.field.expression.Always;
import com.cronutils.model.field.expression.Every;
import com.cronutils.model.field.expression.FieldExpression;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.StringTokenizer;

/**
 * Times by the calendar, as cron writes them: five fields (minute, hour, day of the month, month, day of the week), or six
 * with seconds before them; or {@code @hourly}, {@code @daily}, {@code @midnight}, {@code @weekly}, {@code @monthly},
 * {@code @yearly}, {@code @annually}. Names such as {@code MON} and {@code JAN}, and {@code L} and {@code #} for days. With
 * both sorts of days restricted, either suffices.
 */
public final class CronExpression {
    /** Longest text; what is longer takes long to read. */
    public static final int MAX_LENGTH = 200;

    private static final int WITHOUT_SECONDS = 5;
    private static final int WITH_SECONDS = 6;
    private static final ZonedDateTime LONG_AGO = ZonedDateTime.of(2000, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

    private final String text;
    private final ExecutionTime times;
    private final boolean isEveryHour;

    private CronExpression(String text, Cron cron) {
        this.text = text;
        this.times = ExecutionTime.forCron(cron);
        CronField hour = cron.retrieveFieldsAsMap().get(CronFieldName.HOUR);
        this.isEveryHour = hour != null && isAny(hour.getExpression());
    }

    private static boolean isAny(FieldExpression field) {
        return field instanceof Always || (field instanceof Every every && every.getExpression() instanceof Always);
    }

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException when it is none, or when there is no such time, as on the 30th of February
     */
    public static CronExpression parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "cron must have at most " + MAX_LENGTH + " characters, got " + text.length());
        }
        CronExpression cron = new CronExpression(text, read(text));
        if (cron.times.nextExecution(LONG_AGO).isEmpty()) {
            throw new IllegalArgumentException("cron must come to pass at some time, got \"" + text + "\"");
        }
        return cron;
    }

    private static Cron read(String text) {
        int fields = new StringTokenizer(text).countTokens();
        boolean isNickname = fields == 1 && text.strip().startsWith("@");
        boolean hasSeconds = fields == WITH_SECONDS;
        if (!isNickname && !hasSeconds && fields != WITHOUT_SECONDS) {
            throw new IllegalArgumentException(
                    "cron \"" + text + "\" must have five fields, or six with seconds before them, got " + fields);
        }
        try {
            return new CronParser(definition(hasSeconds)).parse(text).validate();
        } catch (IllegalArgumentException wrong) {
            String why = String.valueOf(wrong.getMessage()).replace("Failed to parse cron expression. ", "");
            throw new IllegalArgumentException("cron \"" + text + "\" cannot be read: " + why, wrong);
        } catch (IndexOutOfBoundsException strange) {
            throw new IllegalArgumentException("cron \"" + text + "\" cannot be read", strange);
        }
    }

    private static CronDefinition definition(boolean hasSeconds) {
        CronDefinitionBuilder fields = CronDefinitionBuilder.defineCron();
        if (hasSeconds) {
            fields.withSeconds().withValidRange(0, 59).withStrictRange().and();
        }
        return fields.withMinutes()
                .withValidRange(0, 59)
                .withStrictRange()
                .and()
                .withHours()
                .withValidRange(0, 23)
                .withStrictRange()
                .and()
                .withDayOfMonth()
                .withValidRange(1, 31)
                .supportsL()
                .withStrictRange()
                .and()
                .withMonth()
                .withValidRange(1, 12)
                .withStrictRange()
                .and()
                .withDayOfWeek()
                .withValidRange(0, 7)
                .withMondayDoWValue(1)
                .withIntMapping(7, 0)
                .supportsHash()
                .supportsL()
                .withStrictRange()
                .and()
                .withSupportedNicknameHourly()
                .withSupportedNicknameDaily()
                .withSupportedNicknameMidnight()
                .withSupportedNicknameWeekly()
                .withSupportedNicknameMonthly()
                .withSupportedNicknameYearly()
                .withSupportedNicknameAnnually()
                .instance();
    }

    /** The first time after {@code time} by a calendar without changes of clocks; empty when none comes any more. */
    Optional<LocalDateTime> after(LocalDateTime time) {
        return times.nextExecution(time.atZone(ZoneOffset.UTC)).map(ZonedDateTime::toLocalDateTime);
    }

    /** Its hour is {@code *}, or {@code *} with a step. */
    boolean isEveryHour() {
        return isEveryHour;
    }

    /** As it was written. */
    public String text() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CronExpression cron && cron.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
