package dev.hub.core.decision;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.protocol.JsonReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The fields of one object of an answer, each read as what it should be. What is absent or null has its default. Each
 * getter throws an {@link IllegalArgumentException} that names the field, and never what it holds.
 */
final class AnswerFields {
    private static final String WRAPPED = "{\"v\":";

    private final String path;
    private final Map<String, Payload> fields = new LinkedHashMap<>();

    private AnswerFields(String path, byte[] json) {
        this.path = path;
        try {
            new JsonReader(json).wholeObject((name, value) -> fields.put(name, value.raw()));
        } catch (IOException | IllegalArgumentException | IllegalStateException malformed) {
            throw new IllegalArgumentException(
                    (path.isEmpty() ? "the answer" : path) + " must be one JSON object", malformed);
        }
        fields.values().removeIf(Payload.NULL::equals);
    }

    /** The outermost object, which must be in UTF-8. */
    static AnswerFields of(byte[] answer) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(answer));
        } catch (CharacterCodingException binary) {
            throw new IllegalArgumentException("the answer must be text in UTF-8", binary);
        }
        return new AnswerFields("", answer);
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    /** The value as it stands. */
    Optional<Payload> raw(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /** The value, or the one that stands in the field {@code base64Name} in base64. */
    Optional<Payload> data(String name, String base64Name) {
        Optional<Payload> plain = raw(name);
        return plain.isPresent() || !has(base64Name) ? plain : Optional.of(decoded(base64Name));
    }

    private Payload decoded(String name) {
        try {
            byte[] json = Base64.getDecoder().decode(string(name));
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json));
            return only(new String(json, StandardCharsets.UTF_8), name);
        } catch (IllegalArgumentException | CharacterCodingException broken) {
            throw wrong(name, "must be JSON in base64");
        }
    }

    /** The one value that {@code json} is. */
    private Payload only(String json, String name) {
        AnswerFields wrapped = new AnswerFields(name, (WRAPPED + json + "}").getBytes(StandardCharsets.UTF_8));
        if (wrapped.fields.size() > 1) {
            throw wrong(name, "must be one value");
        }
        return wrapped.raw("v").orElse(Payload.NULL);
    }

    Optional<AnswerFields> object(String name) {
        return raw(name).map(json -> {
            if (!json.isObject()) {
                throw wrong(name, "must be an object");
            }
            return new AnswerFields(full(name), json.bytes());
        });
    }

    /** An object, whose fields are nobody's business here. */
    Optional<Payload> opaqueObject(String name) {
        return object(name).flatMap(checked -> raw(name));
    }

    String string(String name) {
        return read(name, "must be a string", JsonReader::string).orElse("");
    }

    boolean truth(String name) {
        return read(name, "must be true or false", JsonReader::truth).orElse(false);
    }

    long integer(String name) {
        return read(name, "must be a whole number", JsonReader::integer).orElse(0L);
    }

    List<String> strings(String name) {
        return read(name, "must be an array of strings", JsonReader::strings).orElse(List.of());
    }

    Map<String, String> stringMap(String name) {
        return read(name, "must be an object of strings", JsonReader::stringMap).orElse(Map.of());
    }

    List<ChannelName> channels(String name) {
        return strings(name).stream().map(each -> channel(name, each)).collect(Collectors.toUnmodifiableList());
    }

    /** {@code text} as the name of a channel. */
    ChannelName channel(String name, String text) {
        String fault = ChannelName.faultOf(text);
        if (!fault.isEmpty()) {
            throw wrong(name, "must hold names of channels: " + fault);
        }
        return new ChannelName(text);
    }

    private interface Kind<T> {
        T of(JsonReader value) throws IOException;
    }

    private <T> Optional<T> read(String name, String rule, Kind<T> kind) {
        Payload json = fields.get(name);
        if (json == null) {
            return Optional.empty();
        }
        Holder<T> holder = new Holder<>();
        try {
            byte[] wrapped = (WRAPPED + json.toJson() + "}").getBytes(StandardCharsets.UTF_8);
            new JsonReader(wrapped).wholeObject((field, value) -> holder.value = Optional.of(kind.of(value)));
        } catch (IOException | IllegalArgumentException other) {
            throw wrong(name, rule);
        }
        return holder.value;
    }

    private static final class Holder<T> {
        private Optional<T> value = Optional.empty();
    }

    /** A complaint about a field. */
    IllegalArgumentException wrong(String name, String rule) {
        return new IllegalArgumentException(full(name) + " " + rule);
    }

    private String full(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
