package dev.hub.core.auth.capability;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Set;

/** A set of names, told by a list; ready to be asked. */
sealed interface Names {
    /** Longest name or expression in a list, in characters. */
    int MAX_LENGTH = 512;

    /** {@code name} is one of them. Takes a time that grows with the name's length alone. */
    boolean contains(String name);

    /** All names that the channel pattern {@code pattern} describes are among them. */
    boolean cover(String pattern);

    /**
     * Those that {@code list} tells.
     *
     * @throws IllegalArgumentException with the rule that an element breaks, beginning with a verb
     */
    static Names of(List<String> list, Match match) {
        for (String each : list) {
            if (each.isEmpty() || each.length() > MAX_LENGTH) {
                throw new IllegalArgumentException("must each have 1 to " + MAX_LENGTH + " characters");
            }
        }
        return switch (match) {
            case EXACT -> new Exact(Set.copyOf(list));
            case WILDCARD -> new Globs(list.stream().map(Glob::new).toList());
            case REGEX -> new Expressions(list.stream().map(Names::compile).toList());
        };
    }

    private static Pattern compile(String expression) {
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException broken) {
            throw new IllegalArgumentException("must each be a regular expression (RE2)", broken);
        }
    }

    /** Themselves. A pattern is among them when it is named. */
    record Exact(Set<String> names) implements Names {
        @Override
        public boolean contains(String name) {
            return names.contains(name);
        }

        @Override
        public boolean cover(String pattern) {
            return names.contains(pattern);
        }
    }

    /** Names with wildcards. */
    record Globs(List<Glob> globs) implements Names {
        @Override
        public boolean contains(String name) {
            return globs.stream().anyMatch(glob -> glob.matches(name));
        }

        /** The wildcard of a pattern can only be matched by one of ours, which then matches all that it stands for. */
        @Override
        public boolean cover(String pattern) {
            return contains(pattern);
        }
    }

    /** Expressions. Whether one covers all that a pattern describes cannot be told, so none does. */
    record Expressions(List<Pattern> patterns) implements Names {
        @Override
        public boolean contains(String name) {
            return patterns.stream().anyMatch(pattern -> pattern.matcher(name).matches());
        }

        @Override
        public boolean cover(String pattern) {
            return false;
        }
    }
}
