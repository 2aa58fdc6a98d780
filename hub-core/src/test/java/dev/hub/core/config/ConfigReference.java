package dev.hub.core.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@code conf/hub.yaml} as a reference: what it says about each key. A key behind a bare # shows its default. */
final class ConfigReference {
    private static final Pattern LINE = Pattern.compile("( *)(#?)([a-z][a-z-]*):( .*|)");
    private static final Pattern COMMENT = Pattern.compile(" *# ?(.*)");

    private final List<Entry> entries = new ArrayList<>();
    private final StringBuilder uncommented = new StringBuilder();
    private final List<String> path = new ArrayList<>();
    private final List<String> comment = new ArrayList<>();

    private ConfigReference() {}

    /** A key in full, its default as YAML, and what stands above it. */
    record Entry(String key, String standard, String text) {}

    static ConfigReference read(Path file) {
        try {
            ConfigReference reference = new ConfigReference();
            Files.readAllLines(file).forEach(reference::line);
            return reference;
        } catch (IOException absent) {
            throw new UncheckedIOException(absent);
        }
    }

    /** All keys, in the file's order. */
    List<Entry> entries() {
        return entries;
    }

    /** The file with each default in force. */
    String uncommented() {
        return uncommented.toString();
    }

    private void line(String line) {
        Matcher key = LINE.matcher(line);
        Matcher words = COMMENT.matcher(line);
        if (key.matches()) {
            key(key);
        } else if (words.matches()) {
            comment.add(words.group(1));
        } else {
            comment.clear();
        }
    }

    private void key(Matcher line) {
        int depth = line.group(1).length() / 2;
        while (path.size() > depth) {
            path.removeLast();
        }
        path.add(line.group(3));
        uncommented
                .append(line.group(1))
                .append(line.group(3))
                .append(':')
                .append(line.group(4))
                .append('\n');
        if (!line.group(2).isEmpty()) {
            entries.add(new Entry(String.join(".", path), line.group(4).strip(), String.join("\n", comment)));
        }
        comment.clear();
    }

    /** The page of the documentation. */
    String page() {
        StringBuilder page = new StringBuilder("""
                # Configuration

                Sources, the later ones win: defaults, customary variables for Valkey (`VALKEY_URL`, `REDIS_URL`,
                `VALKEY_HOST` ...), a YAML file (`--config FILE`, else `HUB_CONFIG`, else `conf/hub.yaml`), variables
                (`HUB_SERVER_PORT=8081`), flags (`--set server.port=8081`). An empty variable counts as absent. A list is
                separated by commas or written as JSON; the elements of `channels.namespaces` are numbered
                (`HUB_CHANNELS_NAMESPACES_0_NAME=chat`, `--set channels.namespaces[0].name=chat`) or written as JSON.
                A secret can stand in a file: `HUB_API_KEY_FILE=/run/secrets/key`, `api.key-file` in YAML.
                Relative paths start from the hub's own directory in the file, and from where you are in variables and
                flags. All problems are told together; `./hub check-config` does nothing else.

                This page is made out of `conf/hub.yaml`, which a test keeps equal to the code.

                | key | default | what it is |
                |---|---|---|
                """);
        entries.forEach(entry -> page.append("| `")
                .append(entry.key())
                .append("` | `")
                .append(entry.standard())
                .append("` | ")
                .append(prose(entry.text()))
                .append(" |\n"));
        return page.toString();
    }

    /** Indented lines are examples, with an explanation behind two spaces or more; they keep their breaks. */
    private static String prose(String text) {
        return text.lines()
                .map(line -> line.startsWith("  ") ? "<br>" + example(line.strip()) : line)
                .collect(Collectors.joining(" "))
                .replace("|", "\\|");
    }

    private static String example(String line) {
        int gap = line.indexOf("  ");
        return gap < 0
                ? "`" + line + "`"
                : "`" + line.substring(0, gap) + "` "
                        + line.substring(gap).strip().replaceAll(" {2,}", " ");
    }
}
