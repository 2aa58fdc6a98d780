package dev.hub.core.config;

import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.ReservedNamespaces;
import dev.hub.core.config.Member.Shape.Section;
import dev.hub.core.config.Raw.Fields;
import dev.hub.core.config.Raw.Items;
import dev.hub.core.config.Raw.Nothing;
import dev.hub.core.config.Raw.Source;
import dev.hub.core.config.Raw.Text;
import dev.hub.core.option.Durations;
import dev.hub.core.option.Suggestion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The options of one namespace as the API writes them: by their names in snake_case, with the values and rules of the
 * configuration file.
 */
public final class NamespaceOptions {
    private static final Source NOWHERE = new Source("", Path.of(""));
    private static final Section SECTION = new Section(Namespace.class, Set.of("name"));

    private NamespaceOptions() {}

    /** All names. */
    public static List<String> names() {
        return SECTION.members().stream().map(each -> snake(each.key())).toList();
    }

    /**
     * Reads a namespace.
     *
     * @param options texts, numbers, truth values and lists of them; what is absent has its default
     * @throws ConfigException with all that is wrong
     */
    public static Namespace read(String name, Map<String, Object> options) {
        List<Problem> problems = new ArrayList<>();
        Map<String, Raw> fields = new LinkedHashMap<>();
        List<String> known = names();
        options.forEach((option, value) -> {
            if (!known.contains(option)) {
                String meant = Overlay.didYouMean(Suggestion.forKey(option, known));
                problems.add(new Problem(option + " is unknown" + meant, ""));
            } else {
                fields.put(kebab(option), raw(value));
            }
        });
        List<Problem> inTheFilesWords = new ArrayList<>();
        Namespace namespace = bind(name, new Fields(fields, NOWHERE), inTheFilesWords);
        inTheFilesWords.forEach(each -> problems.add(new Problem(inSnakeCase(each.fault()), "")));
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return namespace;
    }

    private static Namespace bind(String name, Fields given, List<Problem> problems) {
        Namespace standard = Namespace.defaults("");
        try {
            standard = Namespace.defaults(name);
            if (name.isEmpty()) {
                problems.add(new Problem("name is missing", ""));
            }
            if (ReservedNamespaces.isReserved(name)) {
                problems.add(new Problem("name " + NamespaceRules.RESERVED + ", got " + name, ""));
            }
        } catch (IllegalArgumentException wrongName) {
            problems.add(new Problem(String.valueOf(wrongName.getMessage()), ""));
        }
        Binder binder = new Binder(problems);
        Namespace namespace = binder.section("", SECTION, given, standard);
        Rules rules = new Rules();
        rules.requireRanges("", namespace);
        NamespaceRules.check(rules, "", namespace);
        binder.note(rules.violations());
        return namespace;
    }

    private static Raw raw(@Nullable Object value) {
        return switch (value) {
            case null -> new Nothing(NOWHERE);
            case List<?> list ->
                new Items(list.stream().map(NamespaceOptions::raw).toList(), NOWHERE);
            case Map<?, ?> map -> new Fields(fields(map), NOWHERE);
            default -> new Text(value.toString(), NOWHERE);
        };
    }

    private static Map<String, Raw> fields(Map<?, ?> map) {
        Map<String, Raw> fields = new LinkedHashMap<>();
        map.forEach((key, value) -> fields.put(String.valueOf(key), raw(value)));
        return fields;
    }

    /** Every option with its value, as {@link #read} takes it. */
    public static Map<String, Object> write(Namespace namespace) {
        Map<String, Object> options = new LinkedHashMap<>();
        for (Member member : SECTION.members()) {
            Object value = member.valueIn(namespace);
            options.put(snake(member.key()), written(value));
        }
        return options;
    }

    private static Object written(@Nullable Object value) {
        return switch (value) {
            case Boolean truth -> truth;
            case Integer number -> number;
            case List<?> list -> list.stream().map(NamespaceOptions::written).toList();
            case String text -> text;
            case Duration duration -> Durations.format(duration);
            case null -> "";
            default -> Conversion.write(value);
        };
    }

    /** The rules speak of the keys of the file. */
    private static String inSnakeCase(String text) {
        String keys = SECTION.members().stream()
                .map(Member::key)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .collect(Collectors.joining("|", "(?<![\\w-])(", ")(?![\\w-])"));
        return Pattern.compile(keys).matcher(text).replaceAll(match -> snake(match.group()));
    }

    private static String snake(String key) {
        return key.replace('-', '_');
    }

    private static String kebab(String option) {
        return option.replace('_', '-');
    }
}
