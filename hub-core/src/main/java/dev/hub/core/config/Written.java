package dev.hub.core.config;

import dev.hub.core.config.Raw.Fields;
import dev.hub.core.config.Raw.Items;
import dev.hub.core.config.Raw.Nothing;
import dev.hub.core.config.Raw.Text;
import dev.hub.core.ratelimit.LimitRule;
import dev.hub.core.ratelimit.notation.InvalidNotationException;
import dev.hub.core.ratelimit.notation.RuleNotation;
import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What has a notation of its own, which the API and the command line share: the rules of limits. */
final class Written {
    private Written() {}

    static boolean isWritten(Class<?> type) {
        return type == LimitRule.class;
    }

    /**
     * Reads a rule.
     *
     * @throws InvalidNotationException with all that is wrong
     */
    static LimitRule read(Fields fields) {
        return RuleNotation.read(map(fields));
    }

    private static Map<String, @Nullable Object> map(Fields fields) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        fields.fields().forEach((key, value) -> map.put(key, plain(value)));
        return map;
    }

    private static @Nullable Object plain(Raw raw) {
        return switch (raw) {
            case Nothing nothing -> null;
            case Text text -> text.value();
            case Fields fields -> map(fields);
            case Items items -> {
                List<@Nullable Object> list = new ArrayList<>();
                items.items().forEach(each -> list.add(plain(each)));
                yield list;
            }
        };
    }

    /** Writes rules as JSON, which is YAML as well. */
    static String write(List<?> rules) {
        JsonArray array = new JsonArray();
        rules.forEach(each -> array.add(RuleNotation.write((LimitRule) each)));
        return array.encode();
    }
}
