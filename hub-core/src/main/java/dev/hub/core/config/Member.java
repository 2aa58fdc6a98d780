package dev.hub.core.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One component of a section.
 *
 * @param key its key inside the section, such as {@code ping-interval}
 * @param component where its value is
 */
record Member(String key, RecordComponent component) {
    /** What a member holds. */
    sealed interface Shape {
        /** One value, such as a number or a duration. */
        record Single(Class<?> type) implements Shape {}

        /** Members of its own, except the one with key {@code without}. */
        record Section(Class<? extends Record> type, String without) implements Shape {
            /** Those that can be configured. */
            List<Member> members() {
                return Member.of(type).stream()
                        .filter(each -> !each.key().equals(without))
                        .toList();
            }
        }

        /** Any number of the same. */
        record Many(Shape element) implements Shape {}
    }

    /** All members of the section {@code type}, in its order. */
    static List<Member> of(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(component -> new Member(keyOf(component), component))
                .toList();
    }

    /** What it holds. */
    Shape shape() {
        if (component.getGenericType() instanceof ParameterizedType list) {
            return new Shape.Many(shapeOf((Class<?>) list.getActualTypeArguments()[0], ""));
        }
        return shapeOf(component.getType(), annotation().map(Key::without).orElse(""));
    }

    /** The shape of {@code type}. */
    static Shape shapeOf(Class<?> type, String without) {
        return Conversion.isValue(type)
                ? new Shape.Single(type)
                : new Shape.Section(type.asSubclass(Record.class), without);
    }

    /** Its bounds, if it has any. */
    Optional<Range> range() {
        return Optional.ofNullable(component.getAnnotation(Range.class));
    }

    /** Its value in {@code section}. */
    @Nullable
    Object valueIn(Record section) {
        try {
            return component.getAccessor().invoke(section);
        } catch (IllegalAccessException | InvocationTargetException closed) {
            throw new IllegalStateException(component + " cannot be read", closed);
        }
    }

    private Optional<Key> annotation() {
        return Optional.ofNullable(component.getAnnotation(Key.class));
    }

    private static String keyOf(RecordComponent component) {
        Key key = component.getAnnotation(Key.class);
        return key != null
                ? key.value()
                : component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
