package dev.hub.core.protocol;

import dev.hub.core.channel.ClientInfo;
import dev.hub.core.channel.Payload;
import dev.hub.core.channel.Publication;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Publications as JSON objects, on the wire to clients and between instances. */
public final class JsonPublications {
    private JsonPublications() {}

    /** The publication as a JSON object; zero values are left out. */
    public static Payload encode(Publication publication) {
        JsonWriter json = new JsonWriter();
        write(json, publication);
        return Payload.ofBytes(json.toBytes());
    }

    /**
     * The publication in {@code json}.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Publication decode(Payload json) {
        Fields fields = new Fields();
        read(json, fields::read);
        return new Publication(fields.data, fields.info, fields.offset, fields.tags, fields.time, fields.channel);
    }

    private static void read(Payload json, JsonReader.FieldReader fields) {
        try {
            new JsonReader(json.bytes()).wholeObject(fields);
        } catch (IOException malformed) {
            throw new IllegalArgumentException("not a publication", malformed);
        }
    }

    /**
     * The tags of the publication in {@code json}, the rest of which is passed over.
     *
     * @throws IllegalArgumentException when there is no publication
     */
    public static Map<String, String> tags(Payload json) {
        Fields fields = new Fields();
        read(json, (name, value) -> {
            if (name.equals("tags")) {
                fields.read(name, value);
            } else {
                value.skip();
            }
        });
        return fields.tags;
    }

    /**
     * The same publication with its data as a JSON string that holds the data's JSON text: the form for subscribers
     * with deltas.
     *
     * @throws IllegalArgumentException when there is no publication in {@code json}
     */
    public static Payload withDataAsText(Payload json) {
        JsonWriter text = new JsonWriter().beginObject();
        read(json, (name, value) -> {
            Payload field = value.raw();
            text.name(name);
            if (name.equals("data")) {
                text.value(field.toJson());
            } else {
                text.value(field);
            }
        });
        return Payload.ofBytes(text.endObject().toBytes());
    }

    /**
     * The publication with its place put into its JSON, which has none yet and is not parsed. The epoch goes with the
     * first publication of a stream only; of others, clients know it.
     */
    public static Payload withPlace(Payload publication, long offset, String epoch) {
        JsonWriter place = new JsonWriter(32).member("offset").value(offset);
        if (offset == 1) {
            place.member("epoch").value(epoch);
        }
        return withMembers(publication, place);
    }

    /** The publication with the channel it was published to put into its JSON, which has none yet and is not parsed. */
    public static Payload withChannel(Payload publication, String channel) {
        return withMembers(publication, new JsonWriter(64).member("channel").value(channel));
    }

    private static Payload withMembers(Payload publication, JsonWriter members) {
        byte[] object = publication.bytes();
        int end = object.length - 1;
        while (end > 0 && object[end] != '}') {
            end--;
        }
        byte[] longer = Arrays.copyOf(object, end + members.size() + 1);
        members.copyTo(longer, end);
        longer[longer.length - 1] = '}';
        return Payload.ofBytes(longer);
    }

    static void write(JsonWriter json, Publication publication) {
        json.beginObject().name("data").value(publication.data());
        writeRest(json, publication);
        json.endObject();
    }

    /** The form for subscribers with delta: the data, or what changed in it, is a string. */
    static void writeAsText(JsonWriter json, Publication publication, String data, boolean isDelta) {
        json.beginObject().name("data").value(data);
        if (isDelta) {
            json.name("delta").value(true);
        }
        writeRest(json, publication);
        json.endObject();
    }

    private static void writeRest(JsonWriter json, Publication publication) {
        ClientInfo info = publication.info();
        if (info != null) {
            json.name("info");
            JsonClientInfos.write(json, info);
        }
        if (publication.offset() > 0) {
            json.name("offset").value(publication.offset());
        }
        if (!publication.tags().isEmpty()) {
            json.name("tags").beginObject();
            publication.tags().forEach((name, value) -> json.name(name).value(value));
            json.endObject();
        }
        if (publication.time() > 0) {
            json.name("time").value(publication.time());
        }
        if (!publication.channel().isEmpty()) {
            json.name("channel").value(publication.channel());
        }
    }

    private static final class Fields {
        private Payload data = Payload.NULL;
        private @Nullable ClientInfo info;
        private long offset;
        private Map<String, String> tags = Map.of();
        private long time;
        private String channel = "";

        void read(String name, JsonReader value) throws IOException {
            switch (name) {
                case "data" -> data = value.raw();
                case "info" -> info = JsonClientInfos.read(value);
                case "offset" -> offset = value.integer();
                case "tags" -> tags = value.stringMap();
                case "time" -> time = value.integer();
                case "channel" -> channel = value.string();
                default -> value.skip();
            }
        }
    }
}
