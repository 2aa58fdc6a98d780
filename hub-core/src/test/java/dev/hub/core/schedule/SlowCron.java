package dev.hub.core.schedule;

import java.time.LocalDateTime;
import java.util.BitSet;
import java.util.List;

/** Numbers, ranges and steps of a cron expression, looked at one time after the other. */
record SlowCron(List<BitSet> fields, boolean hasSeconds, boolean isAnyDay, boolean isAnyWeekday) {
    private static final int[] LOW = {0, 0, 0, 1, 1, 0};
    private static final int[] HIGH = {59, 59, 23, 31, 12, 6};

    static SlowCron of(String text) {
        String[] parts = text.split(" ", -1);
        int offset = 6 - parts.length;
        List<BitSet> fields = new java.util.ArrayList<>();
        for (int i = 0; i < 6; i++) {
            fields.add(i < offset ? only(0) : field(parts[i - offset], LOW[i], HIGH[i]));
        }
        return new SlowCron(fields, offset == 0, parts[3 - offset].equals("*"), parts[5 - offset].equals("*"));
    }

    private static BitSet only(int value) {
        BitSet set = new BitSet();
        set.set(value);
        return set;
    }

    private static BitSet field(String text, int low, int high) {
        BitSet set = new BitSet();
        for (String part : text.split(",", -1)) {
            String[] step = part.split("/", -1);
            String[] range = step[0].split("-", -1);
            int from = step[0].equals("*") ? low : Integer.parseInt(range[0]);
            int to = step[0].equals("*") || (step.length > 1 && range.length == 1)
                    ? high
                    : Integer.parseInt(range[range.length - 1]);
            for (int i = from; i <= to; i += step.length > 1 ? Integer.parseInt(step[1]) : 1) {
                set.set(i);
            }
        }
        return set;
    }

    boolean fits(LocalDateTime time) {
        boolean isDay = fields.get(3).get(time.getDayOfMonth());
        boolean isWeekday = fields.get(5).get(time.getDayOfWeek().getValue() % 7);
        boolean fitsDay = (isAnyDay || isAnyWeekday) ? (isDay && isWeekday) : (isDay || isWeekday);
        return fitsDay
                && fields.get(0).get(time.getSecond())
                && fields.get(1).get(time.getMinute())
                && fields.get(2).get(time.getHour())
                && fields.get(4).get(time.getMonthValue());
    }

    /** How far it is from one time to the next that may fit. */
    int stepSeconds() {
        return hasSeconds ? 1 : 60;
    }
}
