package dev.hub.core.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a source says, before anyone knows what it means. */
sealed interface Raw {
    /** Where it was said. */
    Source source();

    /**
     * A place in the configuration's sources.
     *
     * @param where for people: {@code conf/hub.yaml:12} or {@code HUB_SERVER_PORT}
     * @param base what relative paths start from here
     */
    record Source(String where, Path base) {}

    /** One value. */
    record Text(String value, Source source) implements Raw {}

    /** A list. */
    record Items(List<Raw> items, Source source) implements Raw {
        /** Copies {@code items}. */
        public Items {
            items = List.copyOf(items);
        }

        private Fields byIndex() {
            Map<String, Raw> fields = new LinkedHashMap<>();
            for (Raw item : items) {
                fields.put(String.valueOf(fields.size()), item);
            }
            return new Fields(fields, source);
        }
    }

    /** Keys and what they hold, in order; the keys of a list that is set piece by piece are 0, 1, 2... */
    record Fields(Map<String, Raw> fields, Source source) implements Raw {
        /** These fields with {@code value} at {@code path}, which has one key or more. */
        Fields with(List<String> path, Raw value) {
            Map<String, Raw> changed = new LinkedHashMap<>(fields);
            String key = path.getFirst();
            if (path.size() == 1) {
                changed.put(key, value);
            } else {
                Raw inner = fields.get(key);
                Fields section = inner instanceof Fields known ? known : new Fields(Map.of(), value.source());
                changed.put(key, section.with(path.subList(1, path.size()), value));
            }
            return new Fields(changed, source);
        }
    }

    /** A key without a value; the same as no key. */
    record Nothing(Source source) implements Raw {}

    /** {@code upper} over {@code lower}: single keys replace single keys, anything else replaces the whole. */
    static Raw merge(Raw lower, Raw upper) {
        if (upper instanceof Nothing) {
            return lower;
        }
        if (upper instanceof Fields above && lower instanceof Items list) {
            return merge(list.byIndex(), above);
        }
        if (upper instanceof Fields above && lower instanceof Fields below) {
            Map<String, Raw> fields = new LinkedHashMap<>(below.fields);
            above.fields.forEach((key, value) -> fields.merge(key, value, Raw::merge));
            return new Fields(fields, below.source);
        }
        return upper;
    }
}
