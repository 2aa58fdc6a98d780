package dev.hub.verticles.launch;

import dev.hub.core.ratelimit.Algorithm;
import dev.hub.core.ratelimit.CostFrom;
import dev.hub.core.ratelimit.Descriptors;
import dev.hub.core.ratelimit.LimitRule.Mode;
import dev.hub.core.ratelimit.LimitRule.OnFailure;
import dev.hub.core.ratelimit.LimitRule.Scope;
import dev.hub.core.ratelimit.Period;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** The words that rules are made of, for shells to complete and for guesses. Each class is made by picocli. */
final class RuleWords {
    /** What the hub itself knows of what is to be done. */
    static final List<String> DESCRIPTORS = List.of(
            Descriptors.OPERATION,
            Descriptors.USER,
            Descriptors.TENANT,
            Descriptors.IP,
            Descriptors.CLIENT,
            Descriptors.AGENT_TYPE,
            Descriptors.CHANNEL_NAMESPACE,
            "method",
            Descriptors.ROUTE,
            Descriptors.MODEL);

    /** What the hub itself asks the rules about. */
    static final List<String> OPERATIONS = List.of(
            "connect",
            "subscribe",
            "publish",
            "rpc",
            "send",
            "presence",
            "presence_stats",
            "history",
            "refresh",
            "sub_refresh",
            "job_submit",
            "api",
            "http");

    private RuleWords() {}

    private static Iterator<String> of(Enum<?>[] constants) {
        return Arrays.stream(constants)
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .iterator();
    }

    /** Algorithms. */
    static final class Algorithms implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return of(Algorithm.values());
        }
    }

    /** What can be counted. */
    static final class Costs implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return of(CostFrom.values());
        }
    }

    /** Modes. */
    static final class Modes implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return of(Mode.values());
        }
    }

    /** Scopes. */
    static final class Scopes implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return of(Scope.values());
        }
    }

    /** What to do without Valkey. */
    static final class Failures implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return of(OnFailure.values());
        }
    }

    /** Units of the calendar. */
    static final class Units implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return of(Period.Unit.values());
        }
    }

    /** Names of descriptors. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return DESCRIPTORS.iterator();
        }
    }
}
