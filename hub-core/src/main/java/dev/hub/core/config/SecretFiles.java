package dev.hub.core.config;

import dev.hub.core.config.Member.Shape;
import dev.hub.core.config.Member.Shape.Many;
import dev.hub.core.config.Member.Shape.Section;
import dev.hub.core.config.Raw.Fields;
import dev.hub.core.config.Raw.Items;
import dev.hub.core.config.Raw.Nothing;
import dev.hub.core.config.Raw.Source;
import dev.hub.core.config.Raw.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Replaces {@code password-file: /run/secrets/x} by the password that the file holds, for each secret. */
final class SecretFiles {
    private static final int MAX_BYTES = 64 * 1024;

    private final List<Problem> problems;

    /** Notes faults in {@code problems}. */
    SecretFiles(List<Problem> problems) {
        this.problems = problems;
    }

    /** {@code fields} of {@code section}, whose keys begin with {@code prefix}, without any such key. */
    Fields resolve(String prefix, Section section, Fields fields) {
        Map<String, Raw> resolved = new LinkedHashMap<>(fields.fields());
        for (Member member : section.members()) {
            String key = prefix + member.key();
            Raw given = resolved.get(member.key());
            if (Schema.isSecret(member.shape()) && resolved.remove(member.key() + Schema.FILE) instanceof Text file) {
                if (given instanceof Text) {
                    String fault = key + " and " + key + Schema.FILE + " are both given; one must go";
                    problems.add(new Problem(fault, file.source().where()));
                } else {
                    resolved.put(member.key(), read(key + Schema.FILE, file));
                }
            } else if (given != null) {
                resolved.put(member.key(), inside(key, member.shape(), given));
            }
        }
        return new Fields(resolved, fields.source());
    }

    /** The same for what lies deeper: in a section, or in the sections of a list, numbered or not. */
    private Raw inside(String key, Shape shape, Raw given) {
        if (shape instanceof Section inner && given instanceof Fields fields) {
            return resolve(key + ".", inner, fields);
        }
        if (!(shape instanceof Many many && many.element() instanceof Section)) {
            return given;
        }
        return switch (given) {
            case Items list -> new Items(elements(key, many, list.items()), list.source());
            case Fields numbered -> {
                Map<String, Raw> all = new LinkedHashMap<>();
                numbered.fields()
                        .forEach((index, element) ->
                                all.put(index, inside(key + "[" + index + "]", many.element(), element)));
                yield new Fields(all, numbered.source());
            }
            case Text text -> text;
            case Nothing nothing -> nothing;
        };
    }

    private List<Raw> elements(String key, Many many, List<Raw> items) {
        List<Raw> all = new ArrayList<>();
        for (Raw element : items) {
            all.add(inside(key + "[" + all.size() + "]", many.element(), element));
        }
        return all;
    }

    private Raw read(String key, Text file) {
        Source source = file.source();
        try {
            Path path = source.base().resolve(file.value());
            return new Text(content(path), new Source(source.where() + ", file " + path, source.base()));
        } catch (IOException | InvalidPathException unreadable) {
            String fault = key + " must name a readable file of at most 64 KiB, got " + file.value();
            problems.add(new Problem(fault, source.where()));
            return new Nothing(source);
        }
    }

    /** Editors and {@code echo} end a file with a line break that is no part of the secret. */
    private static String content(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException("too long");
            }
            return new String(bytes, StandardCharsets.UTF_8).replaceAll("[\\r\\n]+$", "");
        }
    }
}
