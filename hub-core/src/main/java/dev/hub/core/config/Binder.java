package dev.hub.core.config;

import dev.hub.core.auth.capability.Capability;
import dev.hub.core.auth.capability.Role;
import dev.hub.core.channel.Namespace;
import dev.hub.core.config.Member.Shape;
import dev.hub.core.config.Member.Shape.Many;
import dev.hub.core.config.Member.Shape.Section;
import dev.hub.core.config.Member.Shape.Single;
import dev.hub.core.config.Member.Shape.Whole;
import dev.hub.core.config.Raw.Fields;
import dev.hub.core.config.Raw.Items;
import dev.hub.core.config.Raw.Nothing;
import dev.hub.core.config.Raw.Source;
import dev.hub.core.config.Raw.Text;
import dev.hub.core.option.Suggestion;
import dev.hub.core.ratelimit.notation.InvalidNotationException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes records out of what the sources say, and notes all that does not fit. */
final class Binder {
    private static final Map<Class<? extends Record>, Record> ELEMENTS = Map.of(
            Namespace.class, Namespace.defaults(""),
            EndpointConfig.class, EndpointConfig.defaults(),
            Role.class, Role.defaults(),
            Capability.class, Capability.defaults(),
            WebhookConfig.class, WebhookConfig.defaults(),
            JobKeyConfig.class, JobKeyConfig.defaults());

    private final List<Problem> problems;
    private final Map<String, Source> sources = new LinkedHashMap<>();
    private final List<String> faulty = new ArrayList<>();

    /** Notes faults in {@code problems}. */
    Binder(List<Problem> problems) {
        this.problems = problems;
    }

    /** Where each given key was given. */
    Map<String, Source> sources() {
        return sources;
    }

    /** {@code fallback} with what {@code raw} says put into it; {@code path} is the section's key, empty for the whole. */
    <T extends Record> T section(String path, Section section, Raw raw, T fallback) {
        if (raw instanceof Nothing) {
            return fallback;
        }
        if (!(raw instanceof Fields given)) {
            problem(path, "must be a section with keys of its own", raw.source());
            return fallback;
        }
        String prefix = path.isEmpty() ? "" : path + ".";
        sources.put(path, given.source());
        refuseUnknown(prefix, section, given);
        List<@Nullable Object> values = new ArrayList<>();
        for (Member member : Member.of(fallback.getClass())) {
            boolean isFixed = section.without().contains(member.key());
            Raw value = isFixed ? null : given.fields().get(member.key());
            values.add(value(prefix + member.key(), member.shape(), value, member.valueIn(fallback)));
        }
        return construct(path, section, fallback, values.iterator());
    }

    private @Nullable Object value(String key, Shape shape, @Nullable Raw raw, @Nullable Object standard) {
        if (raw == null || raw instanceof Nothing) {
            return standard;
        }
        return switch (shape) {
            case Single single -> single(key, single, raw, standard);
            case Section section -> section(key, section, raw, (Record) Objects.requireNonNull(standard));
            case Many many -> many(key, many, raw);
            case Whole whole -> whole(key, raw);
        };
    }

    private @Nullable Object single(String key, Single single, Raw raw, @Nullable Object standard) {
        sources.put(key, raw.source());
        if (!(raw instanceof Text text)) {
            problem(key, "must be a single value, not a list or section", raw.source());
            return standard;
        }
        try {
            return Conversion.read(single.type(), text.value(), raw.source().base());
        } catch (IllegalArgumentException broken) {
            String shown = Schema.isSecret(single) ? "***" : quote(text.value());
            problem(key, broken.getMessage() + ", got " + shown, raw.source());
            return standard;
        }
    }

    /** Null where it cannot be read. */
    private @Nullable Object whole(String key, Raw raw) {
        sources.put(key, raw.source());
        if (!(raw instanceof Fields fields)) {
            problem(key, "must be a section with keys of its own", raw.source());
            return null;
        }
        try {
            return Written.read(fields);
        } catch (InvalidNotationException invalid) {
            faulty.add(key);
            invalid.problems()
                    .forEach(each -> problems.add(
                            new Problem(key + ": " + each, raw.source().where())));
            return null;
        }
    }

    private List<Object> many(String key, Many many, Raw raw) {
        sources.put(key, raw.source());
        List<Raw> items = items(key, raw);
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            String place = key + "[" + i + "]";
            @Nullable Object standard = standard(many.element());
            Object value = value(place, many.element(), items.get(i), standard);
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    /** What an element of a list holds as long as nothing is said about it. */
    private static @Nullable Object standard(Shape element) {
        if (!(element instanceof Section section)) {
            return element instanceof Single single && single.type() == String.class ? "" : null;
        }
        return Objects.requireNonNull(ELEMENTS.get(section.type()), "a section in a list needs its defaults here");
    }

    private List<Raw> items(String key, Raw raw) {
        return switch (raw) {
            case Nothing nothing -> List.of();
            case Items list -> list.items();
            case Text text -> commaSeparated(text);
            case Fields fields -> numbered(key, fields);
        };
    }

    private List<Raw> numbered(String key, Fields fields) {
        List<String> indexes = IntStream.range(0, fields.fields().size())
                .mapToObj(String::valueOf)
                .toList();
        if (!fields.fields().keySet().containsAll(indexes)) {
            problem(key, "must be a list; its elements are numbered from 0 without a gap", fields.source());
            return List.of();
        }
        return indexes.stream()
                .map(index -> fields.fields().getOrDefault(index, new Nothing(fields.source())))
                .toList();
    }

    private static List<Raw> commaSeparated(Text text) {
        return Arrays.stream(text.value().split(",", -1))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .<Raw>map(each -> new Text(each, text.source()))
                .toList();
    }

    private void refuseUnknown(String prefix, Section section, Fields given) {
        List<String> known = section.members().stream().map(Member::key).toList();
        given.fields().forEach((key, value) -> {
            if (!known.contains(key)) {
                List<String> candidates = Stream.concat(
                                known.stream().map(each -> prefix + each), Schema.keys().stream())
                        .toList();
                String meant = Overlay.didYouMean(Suggestion.forLastPart(prefix + key, candidates)
                        .or(() -> Suggestion.forKey(prefix + key, candidates)));
                problem(prefix + key, "is unknown" + meant, value.source());
            }
        });
    }

    /** Takes as many of {@code values} as the record has options, those of its inline parts among them. */
    private <T extends Record> T construct(
            String path, Section section, T fallback, Iterator<@Nullable Object> values) {
        RecordComponent[] components = fallback.getClass().getRecordComponents();
        @Nullable Object[] arguments = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            arguments[i] = Member.isInline(components[i])
                    ? construct(
                            path,
                            section,
                            (Record) Objects.requireNonNull(Member.valueIn(fallback, components[i])),
                            values)
                    : values.next();
        }
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            @SuppressWarnings("unchecked") // a record's class has itself as its type
            Constructor<T> constructor = (Constructor<T>) fallback.getClass().getDeclaredConstructor(types);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException refused) {
            note(path, section, refused.getCause());
            return fallback;
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(fallback.getClass() + " cannot be made", impossible);
        }
    }

    /** Notes each one that does not follow from a fault found before. */
    void note(List<Violation> violations) {
        violations.stream()
                .filter(each -> each.keys().noneMatch(this::isFaulty))
                .forEach(each -> problems.add(
                        new Problem(each.toString(), sourceOf(each.key()).where())));
    }

    private void note(String path, Section section, @Nullable Throwable cause) {
        if (cause instanceof InvalidConfigException invalid) {
            note(invalid.violations());
        } else if (cause instanceof IllegalArgumentException broken) {
            refused(path, section, String.valueOf(broken.getMessage()));
        } else {
            throw new IllegalStateException(path + " cannot be made", cause);
        }
    }

    /** A record's own complaint begins with the key that it is about. */
    private void refused(String path, Section section, String complaint) {
        int end = complaint.indexOf(' ');
        String first = complaint.substring(0, Math.max(0, end));
        boolean namesKey =
                section.members().stream().anyMatch(each -> each.key().equals(first));
        String key = namesKey ? (path.isEmpty() ? first : path + "." + first) : path;
        problem(key, namesKey ? complaint.substring(end + 1) : complaint, sourceOf(key));
    }

    /** The source of {@code key}, or of the section around it. */
    private Source sourceOf(String key) {
        Source source = sources.get(key);
        if (source != null) {
            return source;
        }
        int end = Math.max(key.lastIndexOf('.'), key.lastIndexOf('['));
        return end < 0 ? new Source("", Path.of("")) : sourceOf(key.substring(0, end));
    }

    /** A fault was found in {@code key} before, and a default stands in for what was meant. */
    private boolean isFaulty(String key) {
        return faulty.stream().anyMatch(each -> isWithin(each, key) || isWithin(key, each));
    }

    /** {@code key} is {@code other}, or a part of it. */
    private static boolean isWithin(String key, String other) {
        return key.startsWith(other)
                && (other.isEmpty() || key.length() == other.length() || ".[".indexOf(key.charAt(other.length())) >= 0);
    }

    private void problem(String key, String fault, Source source) {
        faulty.add(key);
        problems.add(new Problem(key + " " + fault, source.where()));
    }

    private static String quote(String text) {
        return text.isEmpty() || text.length() > 80 || text.contains(" ")
                ? "\"" + text.substring(0, Math.min(80, text.length())) + "\""
                : text;
    }
}
