package dev.hub.core.protocol;

import dev.hub.core.channel.ClientInfo;
import dev.hub.core.channel.Payload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who did something, as JSON objects, on the wire to clients and between instances. */
public final class JsonClientInfos {
    private JsonClientInfos() {}

    /** {@code {"user", "client", "conn_info"?, "chan_info"?}}. */
    public static Payload encode(ClientInfo info) {
        JsonWriter json = new JsonWriter();
        write(json, info);
        return Payload.ofBytes(json.toBytes());
    }

    /**
     * Reads {@link #encode}.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static ClientInfo decode(Payload json) {
        Fields fields = new Fields();
        try {
            new JsonReader(json.bytes()).wholeObject(fields::read);
        } catch (IOException malformed) {
            throw new IllegalArgumentException("not the JSON of a client", malformed);
        }
        return fields.info();
    }

    /**
     * Reads the array {@code name} of an object; none when it is absent.
     *
     * @throws IllegalArgumentException when it holds anything else
     */
    public static List<ClientInfo> decodeArray(Payload object, String name) {
        List<Fields> all = new ArrayList<>();
        try {
            new JsonReader(object.bytes()).wholeObject((field, value) -> {
                if (field.equals(name)) {
                    value.nextObjects(() -> {
                        Fields fields = new Fields();
                        all.add(fields);
                        return fields::read;
                    });
                } else {
                    value.skip();
                }
            });
        } catch (IOException malformed) {
            throw new IllegalArgumentException("not the JSON of clients", malformed);
        }
        return all.stream().map(Fields::info).toList();
    }

    static void write(JsonWriter json, ClientInfo info) {
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

    static ClientInfo read(JsonReader value) throws IOException {
        Fields fields = new Fields();
        value.nextObject(fields::read);
        return fields.info();
    }

    private static final class Fields {
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

        ClientInfo info() {
            return new ClientInfo(user, client, connInfo, chanInfo);
        }
    }
}
