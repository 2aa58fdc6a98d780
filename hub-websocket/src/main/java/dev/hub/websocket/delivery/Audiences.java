package dev.hub.websocket.delivery;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The subscribers of one channel on one event loop: an audience for each form in which somebody gets publications. */
final class Audiences {
    private final Audience plain = new Audience(Form.PLAIN);
    /** Of the other forms, where there are any. */
    private @Nullable Map<Form, Audience> special;

    private int count;

    /** How many subscribers there are in all. */
    int count() {
        return count;
    }

    /**
     * One more.
     *
     * @param hasLatest it got the latest publication in another way
     */
    void add(Subscriber subscriber, boolean hasLatest) {
        audience(subscriber.form).add(subscriber, hasLatest);
        count++;
    }

    void remove(Subscriber subscriber) {
        Audience audience = audience(subscriber.form);
        audience.remove(subscriber);
        count--;
        Map<Form, Audience> others = special;
        if (others != null && audience != plain && audience.isEmpty()) {
            others.remove(audience.form);
            special = others.isEmpty() ? null : others;
        }
    }

    /** What the subscriber got last is not the latest publication any more. */
    void forget(Subscriber subscriber) {
        audience(subscriber.form).forget(subscriber);
    }

    private Audience audience(Form form) {
        if (form.equals(Form.PLAIN)) {
            return plain;
        }
        Map<Form, Audience> others = special;
        if (others == null) {
            others = new LinkedHashMap<>();
            special = others;
        }
        return others.computeIfAbsent(form, Audience::new);
    }

    /** Hands those with somebody in them to {@code action}, which may remove subscribers. */
    void forEach(Consumer<Audience> action) {
        Map<Form, Audience> others = special;
        if (!plain.isEmpty()) {
            action.accept(plain);
        }
        if (others != null) {
            List.copyOf(others.values()).forEach(action);
        }
    }
}
