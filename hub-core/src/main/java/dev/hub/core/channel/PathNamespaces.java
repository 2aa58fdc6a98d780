package dev.hub.core.channel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which namespace a path lies in: one step for each part of the path, a word before a variable, so that of several forms
 * that fit, the one counts that is more exact at the first part in which they differ. Immutable once it is filled.
 */
final class PathNamespaces {
    private final Map<String, PathNamespaces> next = new HashMap<>();
    private @Nullable Namespace here;

    /** Adds the channels of a namespace with a pattern; tells which namespace has them already, or null. */
    @Nullable
    Namespace add(Namespace namespace) {
        PathNamespaces place = this;
        for (String part : NamePattern.parse(namespace.naming().pattern()).parts()) {
            place = place.next.computeIfAbsent(part, first -> new PathNamespaces());
        }
        Namespace present = place.here;
        if (present == null) {
            place.here = namespace;
        }
        return present;
    }

    /** The namespace of a path; null when none has its form. */
    @Nullable
    Namespace find(List<String> parts) {
        return parts.size() > NamePattern.MAX_PARTS ? null : find(parts, 0);
    }

    private @Nullable Namespace find(List<String> parts, int depth) {
        if (depth == parts.size()) {
            return here;
        }
        String part = parts.get(depth);
        // A word of a pattern is never empty, nor has it a colon, so what is no word of any pattern finds nothing here.
        Namespace exact = part.equals(NamePattern.VARIABLE) ? null : findBehind(part, parts, depth);
        return exact != null || part.isEmpty() ? exact : findBehind(NamePattern.VARIABLE, parts, depth);
    }

    private @Nullable Namespace findBehind(String step, List<String> parts, int depth) {
        PathNamespaces behind = next.get(step);
        return behind == null ? null : behind.find(parts, depth + 1);
    }
}
