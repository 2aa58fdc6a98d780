package dev.hub.core.config;

import dev.hub.core.option.Inline;
import dev.hub.core.option.Range;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One option of a section.
 *
 * @param key its key inside the section, such as {@code ping-interval}
 * @param path the component that holds it, after the {@link Inline} ones in which that lies
 */
record Member(String key, List<RecordComponent> path) {
    /** Copies {@code path}. */
    Member {
        path = List.copyOf(path);
    }

    /** What a member holds. */
    sealed interface Shape {
        /** One value, such as a number or a duration. */
        record Single(Class<?> type) implements Shape {}

        /** Something with a notation of its own, see {@link Written}. */
        record Whole(Class<?> type) implements Shape {}

        /** Members of its own, except those with a key in {@code without}. */
        record Section(Class<? extends Record> type, Set<String> without) implements Shape {
            /** Those that can be configured. */
            List<Member> members() {
                return Member.of(type).stream()
                        .filter(each -> !without.contains(each.key()))
                        .toList();
            }
        }

        /** Any number of the same. */
        record Many(Shape element) implements Shape {}
    }

    /** All members of the section {@code type}, in its order. */
    static List<Member> of(Class<?> type) {
        return within(type, List.of()).toList();
    }

    private static Stream<Member> within(Class<?> type, List<RecordComponent> around) {
        return Arrays.stream(type.getRecordComponents()).flatMap(component -> {
            List<RecordComponent> path = new ArrayList<>(around);
            path.add(component);
            return isInline(component)
                    ? within(component.getType(), path)
                    : Stream.of(new Member(keyOf(component), path));
        });
    }

    /** The options of the record in {@code component} count as those of the record around it. */
    static boolean isInline(RecordComponent component) {
        return component.isAnnotationPresent(Inline.class);
    }

    /** What it holds. */
    Shape shape() {
        RecordComponent component = path.getLast();
        if (component.getGenericType() instanceof ParameterizedType list) {
            return new Shape.Many(shapeOf((Class<?>) list.getActualTypeArguments()[0], Set.of()));
        }
        Key key = component.getAnnotation(Key.class);
        return shapeOf(component.getType(), key == null ? Set.of() : Set.of(key.without()));
    }

    /** The shape of {@code type}. */
    static Shape shapeOf(Class<?> type, Set<String> without) {
        if (Written.isWritten(type)) {
            return new Shape.Whole(type);
        }
        return Conversion.isValue(type)
                ? new Shape.Single(type)
                : new Shape.Section(type.asSubclass(Record.class), without);
    }

    /** Its bounds, if it has any. */
    Optional<Range> range() {
        return Optional.ofNullable(path.getLast().getAnnotation(Range.class));
    }

    /** Its value in {@code section}. */
    @Nullable
    Object valueIn(Record section) {
        Object value = section;
        for (RecordComponent component : path) {
            value = valueIn(Objects.requireNonNull(value), component);
        }
        return value;
    }

    /** What {@code component} of {@code holder} is. */
    static @Nullable Object valueIn(Object holder, RecordComponent component) {
        try {
            return component.getAccessor().invoke(holder);
        } catch (IllegalAccessException | InvocationTargetException closed) {
            throw new IllegalStateException(component + " cannot be read", closed);
        }
    }

    private static String keyOf(RecordComponent component) {
        Key key = component.getAnnotation(Key.class);
        return key != null
                ? key.value()
                : component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
