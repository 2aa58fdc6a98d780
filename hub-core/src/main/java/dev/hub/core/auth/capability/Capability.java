package dev.hub.core.auth.capability;

import java.util.List;

/**
 * Operations on channels or queues, or calls of methods, that are allowed.
 *
 * @param channels in which they are allowed
 * @param match how {@code channels}, {@code methods} and {@code queues} are meant
 * @param allow the operations
 * @param methods which may be called, where {@link Operation#RPC} is allowed
 * @param queues in which those operations are allowed that are for queues
 */
public record Capability(
        List<String> channels, Match match, List<Operation> allow, List<String> methods, List<String> queues) {
    /** Most names in each list. */
    public static final int MAX_NAMES = 100;

    /**
     * Checks the lists, and that the expressions are some.
     *
     * @throws IllegalArgumentException naming the list
     */
    public Capability {
        channels = List.copyOf(channels);
        allow = List.copyOf(allow);
        methods = List.copyOf(methods);
        queues = List.copyOf(queues);
        check("channels", channels, match);
        check("methods", methods, match);
        check("queues", queues, match);
    }

    /** Allows nothing. */
    public static Capability defaults() {
        return new Capability(List.of(), Match.EXACT, List.of(), List.of(), List.of());
    }

    /** Some operation in channels, as they are named. */
    public static Capability on(List<String> channels, Operation... allow) {
        return new Capability(channels, Match.EXACT, List.of(allow), List.of(), List.of());
    }

    private static void check(String list, List<String> names, Match match) {
        if (names.size() > MAX_NAMES) {
            throw new IllegalArgumentException(list + " must have at most " + MAX_NAMES + " names");
        }
        try {
            Names.of(names, match);
        } catch (IllegalArgumentException broken) {
            throw new IllegalArgumentException(list + " " + broken.getMessage(), broken);
        }
    }
}
