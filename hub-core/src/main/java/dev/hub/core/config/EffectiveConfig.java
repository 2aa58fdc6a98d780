package dev.hub.core.config;

import dev.hub.core.config.Member.Shape.Many;
import dev.hub.core.config.Member.Shape.Section;
import dev.hub.core.config.Member.Shape.Single;
import dev.hub.core.config.Member.Shape.Whole;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a configuration as YAML that says where each value comes from. */
final class EffectiveConfig {
    private final StringBuilder out = new StringBuilder();
    private final Map<String, String> sources;

    private EffectiveConfig(Map<String, String> sources) {
        this.sources = sources;
    }

    static String yaml(LoadedConfig loaded) {
        EffectiveConfig writer = new EffectiveConfig(loaded.sources());
        writer.section("", "", Schema.ROOT, loaded.config());
        return writer.out.toString();
    }

    private void section(String indent, String path, Section section, Record values) {
        for (Member member : section.members()) {
            String key = path.isEmpty() ? member.key() : path + "." + member.key();
            Object value = member.valueIn(values);
            out.append(indent).append(member.key()).append(':');
            if (member.shape() instanceof Section inner && value instanceof Record record) {
                out.append('\n');
                section(indent + "  ", key, inner, record);
            } else if (member.shape() instanceof Many many
                    && many.element() instanceof Section element
                    && value instanceof List<?> list) {
                sections(indent, key, element, list);
            } else {
                out.append(' ')
                        .append(scalar(member, value))
                        .append(origin(key))
                        .append('\n');
            }
        }
    }

    private void sections(String indent, String key, Section element, List<?> list) {
        out.append(list.isEmpty() ? " []" + origin(key) + "\n" : "\n");
        for (int i = 0; i < list.size(); i++) {
            out.append(indent).append("  -\n");
            section(indent + "    ", key + "[" + i + "]", element, (Record) list.get(i));
        }
    }

    private static String scalar(Member member, @Nullable Object value) {
        if (member.shape() instanceof Many many && many.element() instanceof Whole && value instanceof List<?> wholes) {
            return Written.write(wholes);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(each -> quoted(each.toString())).toList().toString();
        }
        boolean isText =
                member.shape() instanceof Single single && single.type() != int.class && single.type() != boolean.class;
        String text = Conversion.write(value);
        return isText && !text.matches("[a-zA-Z0-9/._-]+") ? quoted(text) : text;
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private String origin(String key) {
        String source = sources.getOrDefault(key, "");
        return source.isEmpty() ? "" : "  # " + source;
    }
}
