package dev.hub.core.ratelimit.store;

import dev.hub.core.ratelimit.Period;
import dev.hub.core.ratelimit.algorithm.CalendarWindows;
import dev.hub.core.ratelimit.algorithm.Rate;
import dev.hub.core.valkey.Keyspace;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/** Keys and arguments of one call of a script on limits: each rule is told once, in the form of {@code include/limit.lua}. */
final class ScriptArguments {
    private final Keyspace keyspace;
    private final List<String> keys = new ArrayList<>();
    private final List<Rate> rates = new ArrayList<>();
    private final IdentityHashMap<Rate, Integer> numbers = new IdentityHashMap<>();
    private final List<Object> rest = new ArrayList<>();

    ScriptArguments(Keyspace keyspace) {
        this.keyspace = keyspace;
    }

    /** Adds the key of a limit; returns the number of its rule, from 1. */
    int limiter(Limiter limiter) {
        keys.add(key(keyspace, limiter));
        Rate rate = limiter.rate();
        Integer known = numbers.get(rate);
        if (known != null) {
            return known;
        }
        rates.add(rate);
        numbers.put(rate, rates.size());
        return rates.size();
    }

    static String key(Keyspace keyspace, Limiter limiter) {
        return keyspace.limit(limiter.subject().text(), limiter.name());
    }

    /** Adds what comes behind the rules. */
    void add(Object argument) {
        rest.add(argument);
    }

    List<String> keys() {
        return keys;
    }

    /** All of them, {@code first} in front, with the windows of calendars around a time. */
    List<Object> all(List<?> first, long nowMicros) {
        List<Object> all = new ArrayList<>(first.size() + 1 + 5 * rates.size() + rest.size());
        all.addAll(first);
        all.add(rates.size());
        for (Rate rate : rates) {
            addRule(all, rate, nowMicros);
        }
        all.addAll(rest);
        return all;
    }

    private static void addRule(List<Object> all, Rate rate, long nowMicros) {
        all.add(rate.text());
        switch (rate.quota().period()) {
            case Period.Fixed fixed -> {}
            case Period.Calendar calendar -> addWindows(all, new CalendarWindows(calendar), nowMicros);
        }
    }

    private static void addWindows(List<Object> all, CalendarWindows windows, long nowMicros) {
        long start = windows.startMicros(nowMicros);
        long next = windows.endMicros(nowMicros);
        all.add(windows.startMicros(start - 1));
        all.add(start);
        all.add(next);
        all.add(windows.endMicros(next));
    }
}
