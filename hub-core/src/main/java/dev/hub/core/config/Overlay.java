package dev.hub.core.config;

import dev.hub.core.config.Member.Shape.Single;
import dev.hub.core.config.Raw.Fields;
import dev.hub.core.config.Raw.Source;
import dev.hub.core.config.Raw.Text;
import dev.hub.core.option.Suggestion;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns environment variables and flags into what a file would say. */
final class Overlay {
    private static final String PREFIX = "HUB_";
    private static final String TELL = "it is not a key of the configuration";

    private final Path directory;
    private final List<Problem> problems;
    private Fields fields;

    /**
     * An empty overlay.
     *
     * @param directory what relative paths start from
     * @param problems where faults are noted
     */
    Overlay(Path directory, List<Problem> problems) {
        this.directory = directory;
        this.problems = problems;
        this.fields = new Fields(Map.of(), new Source("", directory));
    }

    /** What was put into it. */
    Fields fields() {
        return fields;
    }

    /** Takes the variables {@code HUB_...}; empty ones count as absent. */
    Overlay environment(Map<String, String> environment) {
        environment.keySet().stream().sorted().forEach(name -> {
            String value = environment.getOrDefault(name, "");
            if (name.startsWith(PREFIX) && !value.isEmpty()) {
                variable(name, value);
            }
        });
        return this;
    }

    private void variable(String name, String value) {
        Optional<List<String>> path = Schema.pathOf(name.substring(PREFIX.length()));
        if (path.isPresent()) {
            put(path.get(), value, name);
        } else if (isMeantForUs(name)) {
            Optional<String> meant = Suggestion.forKey(name, variables());
            problems.add(new Problem(name + " is unknown: " + TELL + didYouMean(meant), "environment"));
        }
    }

    /** Other programs have variables that begin with HUB_ as well; those of our sections are meant for us. */
    private static boolean isMeantForUs(String name) {
        return Member.of(HubConfig.class).stream()
                        .anyMatch(section -> name.startsWith(PREFIX + Schema.variable(section.key()) + "_"))
                && !name.matches("HUB_SERVER_(SERVICE_.*|PORT_\\d+_.*)"); // a Kubernetes service named hub-server
    }

    private static Set<String> variables() {
        Set<String> names = new LinkedHashSet<>();
        Schema.keys().forEach(key -> names.add(PREFIX + Schema.variable(key.replace("[].", "-0-"))));
        return names;
    }

    /** Takes flags of the form {@code server.port=8081}. */
    Overlay flags(List<String> settings) {
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                problems.add(new Problem("--set needs key=value, got \"" + setting + "\"", "--set"));
            } else {
                String key = setting.substring(0, equals).strip();
                put(path(key), setting.substring(equals + 1), "--set " + key);
            }
        }
        return this;
    }

    private static List<String> path(String key) {
        return Arrays.asList(key.replaceAll("\\[(\\d+)]", ".$1").split("\\.", -1));
    }

    /** Puts {@code value} at {@code path}; a list or section may be written as YAML or JSON. */
    void put(List<String> path, String value, String where) {
        Source source = new Source(where, directory);
        boolean isPlain = Schema.at(path).map(Single.class::isInstance).orElse(true);
        boolean isStructure =
                !isPlain && (value.strip().startsWith("[") || value.strip().startsWith("{"));
        fields = fields.with(path, isStructure ? YamlReader.inline(value, source, problems) : new Text(value, source));
    }

    /** A question to be put behind a complaint about an unknown key. */
    static String didYouMean(Optional<String> meant) {
        return meant.map(key -> "; did you mean " + key + "?").orElse("");
    }
}
