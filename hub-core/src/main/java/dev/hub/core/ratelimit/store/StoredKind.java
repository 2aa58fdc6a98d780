package dev.hub.core.ratelimit.store;

/** What can be set. */
public enum StoredKind {
    /** A rule, by its name. */
    RULE("r:"),
    /** A price, by the model's name. */
    PRICE("p:");

    private final String mark;

    StoredKind(String mark) {
        this.mark = mark;
    }

    /** What it is kept under. */
    String field(String name) {
        return mark + name;
    }

    boolean isKindOf(String field) {
        return field.startsWith(mark);
    }

    String nameIn(String field) {
        return field.substring(mark.length());
    }
}
