package dev.hub.core.protocol;

import dev.hub.core.channel.ClientInfo;
import dev.hub.core.channel.Payload;
import dev.hub.core.channel.Publication;
import java.io.IOException;
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
        try {
            new JsonReader(json.bytes()).wholeObject(fields::read);
        } catch (IOException malformed) {
            throw new IllegalArgumentException("not a publication", malformed);
        }
        return new Publication(fields.data, fields.info, fields.offset, fields.tags, fields.time, fields.channel);
    }

    static void write(JsonWriter json, Publication publication) {
        json.beginObject().name("data").value(publication.data());
        ClientInfo info = publication.info();
        if (info != null) {
            json.name("info");
            write(json, info);
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
        json.endObject();
    }

    private static void write(JsonWriter json, ClientInfo info) {
        json.beginObject().name("user").value(info.user()).name("client").value(info.client());
        writeIfPresent(json, "conn_info", info.connInfo());
        writeIfPresent(json, "chan_info", info.chanInfo());
        json.endObject();
    }

    private static void writeIfPresent(JsonWriter json, String name, @Nullable Payload value) {
        if (value != null) {
            json.name(name).value(value);
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
                case "info" -> info = info(value);
                case "offset" -> offset = value.integer();
                case "tags" -> tags = value.stringMap();
                case "time" -> time = value.integer();
                case "channel" -> channel = value.string();
                default -> value.skip();
            }
        }

        private static ClientInfo info(JsonReader value) throws IOException {
            InfoFields fields = new InfoFields();
            value.nextObject(fields::read);
            return new ClientInfo(fields.user, fields.client, fields.connInfo, fields.chanInfo);
        }
    }

    private static final class InfoFields {
        private String user = "";
        private String client = "";
        private @Nullable Payload connInfo;
        private @Nullable Payload chanInfo;

        void read(String name, JsonReader value) throws IOException {
            switch (name) {
                case "user" -> user = value.string();
                case "client" -> client = value.string();
                case "conn_info" -> connInfo = value.raw();
                case "chan_info" -> chanInfo = value.raw();
                default -> value.skip();
            }
        }
    }
}
