package dev.hub.verticles.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.option.Suggestion;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.protocol.JsonReader;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a request's body, each read as what the method takes it for. What is absent or null has its default; what
 * no method asks for is passed over, as newer clients may send it, unless the method says {@link #requireKnown otherwise}.
 *
 * <p>Each getter throws an {@link IllegalArgumentException} when the field is of another type.
 */
final class ApiFields {
    private static final int LONGEST_NAME = 60;

    private final String prefix;
    private final Map<String, Payload> fields = new LinkedHashMap<>();

    /** None. */
    static final ApiFields NONE = of("{}".getBytes(StandardCharsets.UTF_8));

    private ApiFields(String prefix, byte[] json) {
        this.prefix = prefix;
        try {
            new JsonReader(json).wholeObject((name, value) -> fields.put(name, value.raw()));
        } catch (IOException malformed) {
            throw new IllegalArgumentException(faultOf(malformed), malformed);
        }
    }

    private static String faultOf(IOException malformed) {
        return switch (malformed) {
            case StreamConstraintsException beyond ->
                "the body is nested more than " + JsonReader.MAX_DEPTH
                        + " deep, or has a name or number that is too long";
            case JsonProcessingException strange
            when strange.getLocation() != null ->
                "the body is not valid JSON, at line " + strange.getLocation().getLineNr() + ", column "
                        + strange.getLocation().getColumnNr();
            default -> "the body is not valid JSON";
        };
    }

    /**
     * Reads a body.
     *
     * @throws IllegalArgumentException when it is no JSON object
     */
    static ApiFields of(byte[] body) {
        return new ApiFields("", body);
    }

    /** A refusal with what is wrong with a field. */
    static HubException badRequest(String fault) {
        return HubException.of(ErrorCode.BAD_REQUEST, "bad request: " + fault);
    }

    /** The names of the fields that are given. */
    Set<String> names() {
        return fields.keySet();
    }

    /** Refuses fields that are none of {@code known}: one that is misspelt would be believed in. */
    void requireKnown(List<String> known) {
        for (String name : fields.keySet()) {
            if (!known.contains(name)) {
                boolean isLong = name.length() > LONGEST_NAME;
                String meant = isLong
                        ? ""
                        : meant(name, known)
                                .map(each -> "; did you mean " + prefix + each + "?")
                                .orElse("");
                throw refusal(isLong ? name.substring(0, LONGEST_NAME) + "…" : name, "is unknown" + meant);
            }
        }
    }

    /** The same with a unit behind it, or what is written nearly so. */
    private static Optional<String> meant(String name, List<String> known) {
        return known.stream()
                .filter(each -> each.startsWith(name + "_"))
                .findFirst()
                .or(() -> Suggestion.forKey(name, known));
    }

    /** The value as it stands; null is one as well. */
    Optional<Payload> raw(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /** The value, decoded; null when it is absent. */
    @Nullable
    Object value(String name) {
        Payload json = fields.get(name);
        try {
            return json == null ? null : Json.decodeValue(json.toJson());
        } catch (DecodeException strange) {
            throw new IllegalArgumentException(prefix + name + " cannot be read", strange);
        }
    }

    /** It is given, and null. */
    boolean isNull(String name) {
        return raw(name).filter(Payload.NULL::equals).isPresent();
    }

    /** A text; empty by default. */
    String string(String name) {
        return switch (value(name)) {
            case null -> "";
            case String text -> text;
            default -> throw wrongType(name, "a string");
        };
    }

    /** A truth value; false by default. */
    boolean truth(String name) {
        return truth(name, false);
    }

    /** A truth value. */
    boolean truth(String name, boolean standard) {
        return switch (value(name)) {
            case null -> standard;
            case Boolean truth -> truth;
            default -> throw wrongType(name, "true or false");
        };
    }

    /** A whole number between the bounds, both included; refused when it is not. */
    long integer(String name, long standard, long min, long max) {
        long number = switch (value(name)) {
            case null -> standard;
            case Integer small -> small;
            case Long large -> large;
            default -> throw wrongType(name, "a whole number");
        };
        if (number < min || number > max) {
            throw badRequest(prefix + name + " must be " + min + " to " + max + ", got " + number);
        }
        return number;
    }

    /** A number between the bounds, both included; refused when it is not. */
    double number(String name, double standard, double min, double max) {
        double number = switch (value(name)) {
            case null -> standard;
            case Number given -> given.doubleValue();
            default -> throw wrongType(name, "a number");
        };
        if (!(number >= min && number <= max)) {
            throw badRequest(prefix + name + " must be " + min + " to " + max + ", got " + number);
        }
        return number;
    }

    /** Texts in order; none by default. */
    List<String> strings(String name) {
        return switch (value(name)) {
            case null -> List.of();
            case JsonArray array -> array.stream().map(each -> text(each, name)).toList();
            default -> throw wrongType(name, "an array of strings");
        };
    }

    private String text(Object element, String name) {
        if (element instanceof String text) {
            return text;
        }
        throw wrongType(name, "an array of strings");
    }

    /** Texts by name; none by default. */
    Map<String, String> stringMap(String name) {
        return switch (value(name)) {
            case null -> Map.of();
            case JsonObject object -> texts(object, name);
            default -> throw wrongType(name, "an object of strings");
        };
    }

    private Map<String, String> texts(JsonObject object, String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        object.forEach(entry -> {
            if (!(entry.getValue() instanceof String text)) {
                throw wrongType(name, "an object of strings");
            }
            texts.put(entry.getKey(), text);
        });
        return texts;
    }

    /** The fields of an object in a field. */
    Optional<ApiFields> object(String name) {
        return raw(name).filter(json -> !json.equals(Payload.NULL)).map(json -> {
            if (!json.isObject()) {
                throw wrongType(name, "an object");
            }
            return new ApiFields(prefix + name + ".", json.bytes());
        });
    }

    /** The fields of each of the objects in an array; none by default. */
    List<ApiFields> objects(String name) {
        List<Payload> elements = elements(name);
        List<ApiFields> objects = new ArrayList<>(elements.size());
        for (Payload element : elements) {
            if (!element.isObject()) {
                throw wrongType(name, "an array of objects");
            }
            objects.add(new ApiFields(prefix + name + "[" + objects.size() + "].", element.bytes()));
        }
        return objects;
    }

    private List<Payload> elements(String name) {
        Payload array = fields.get(name);
        if (array == null) {
            return List.of();
        }
        List<Payload> elements = new ArrayList<>();
        try {
            new JsonReader(("{\"array\":" + array.toJson() + "}").getBytes(StandardCharsets.UTF_8))
                    .wholeObject((field, value) -> elements.addAll(value.raws()));
        } catch (IOException | IllegalArgumentException strange) {
            throw new IllegalArgumentException(prefix + name + " must be an array of objects", strange);
        }
        return elements;
    }

    /** What is wrong with the field {@code name}, as a refusal that names it. */
    HubException refusal(String name, String fault) {
        return badRequest(prefix + name + " " + fault);
    }

    /** The channel that the method is about. */
    ChannelName channel() {
        return channel(string("channel"));
    }

    /** The channel {@code name}; refused with what is wrong with it. */
    static ChannelName channel(String name) {
        String fault = ChannelName.faultOf(name);
        if (!fault.isEmpty()) {
            throw badRequest(fault);
        }
        return new ChannelName(name);
    }

    private IllegalArgumentException wrongType(String name, String type) {
        return new IllegalArgumentException(prefix + name + " must be " + type);
    }
}
