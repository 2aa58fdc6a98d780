package dev.hub.websocket.command;

import dev.hub.core.channel.Payload;
import dev.hub.core.protocol.JsonReader;
import dev.hub.core.ratelimit.DescriptorValue;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What rules on rates read of {@code meta}, which the token of a connection brought or the application gave it. */
record Traits(@Nullable String tenant, @Nullable String agentType) {
    private static final Traits NONE = new Traits(null, null);

    /** The strings {@code tenant} and {@code agent_type} of an object; anything else is passed over. */
    static Traits of(@Nullable Payload meta) {
        if (meta == null || !meta.isObject()) {
            return NONE;
        }
        Fields fields = new Fields();
        try {
            new JsonReader(meta.bytes()).wholeObject(fields::read);
        } catch (IOException | IllegalArgumentException malformed) {
            return NONE;
        }
        return new Traits(DescriptorValue.of(fields.tenant), DescriptorValue.of(fields.agentType));
    }

    private static final class Fields {
        private String tenant = "";
        private String agentType = "";

        private void read(String name, JsonReader value) throws IOException {
            switch (name) {
                case "tenant" -> tenant = text(value);
                case "agent_type" -> agentType = text(value);
                default -> value.skip();
            }
        }

        private static String text(JsonReader value) throws IOException {
            Payload raw = value.raw();
            String json = raw.toJson();
            return json.startsWith("\"") ? String.valueOf(io.vertx.core.json.Json.decodeValue(json)) : "";
        }
    }
}
