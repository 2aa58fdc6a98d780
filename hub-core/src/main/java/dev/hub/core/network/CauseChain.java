package dev.hub.core.network;

import org.jspecify.annotations.Nullable;

/** A failure with what caused it, and what caused that. */
public record CauseChain(Throwable outermost) {
    /** The first of that type; null when there is none. */
    public <T extends Throwable> @Nullable T find(Class<T> type) {
        for (@Nullable Throwable t = outermost; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return type.cast(t);
            }
        }
        return null;
    }

    /** What is at the bottom of it, in words. */
    public String root() {
        Throwable root = outermost;
        for (@Nullable Throwable t = outermost; t != null; t = t.getCause()) {
            root = t;
        }
        return brief(root);
    }

    /** The names and texts of all of them. */
    public String texts() {
        StringBuilder all = new StringBuilder();
        for (@Nullable Throwable t = outermost; t != null; t = t.getCause()) {
            all.append(t.getClass().getSimpleName())
                    .append(' ')
                    .append(t.getMessage())
                    .append('\n');
        }
        return all.toString();
    }

    /** The text of {@code cause}, or its name when it has none. */
    public static String brief(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
