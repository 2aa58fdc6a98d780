package dev.hub.verticles.api;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ConnectionControl;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.NodeCommand;
import dev.hub.core.protocol.CloseCode;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a back end may do to connections, wherever they are. */
final class ConnectionMethods {
    private static final int MAX_REASON_BYTES = 123;
    private static final CloseCode STANDARD = CloseCode.FORCE_NO_RECONNECT;

    private final HubBus bus;

    ConnectionMethods(HubBus bus) {
        this.bus = bus;
    }

    List<ApiMethod> methods() {
        return List.of(ApiMethod.of("disconnect", Disconnect::read, this::disconnect));
    }

    /** Close connections of a user, or only the one with the id {@code client}. */
    record Disconnect(String user, String client, int code, String reason) {
        static Disconnect read(ApiFields fields) {
            String user = fields.string("user");
            String client = fields.string("client");
            if (user.isEmpty() && client.isEmpty()) {
                throw ApiFields.badRequest("user or client is required");
            }
            return fields.object("disconnect")
                    .map(verdict -> new Disconnect(user, client, code(verdict), reason(verdict)))
                    .orElseGet(() -> new Disconnect(user, client, STANDARD.code(), STANDARD.reason()));
        }

        private static int code(ApiFields verdict) {
            return (int) verdict.integer("code", STANDARD.code(), 3000, 4999);
        }

        private static String reason(ApiFields verdict) {
            if (verdict.raw("reason").isEmpty()) {
                return STANDARD.reason();
            }
            String reason = verdict.string("reason");
            if (reason.getBytes(StandardCharsets.UTF_8).length > MAX_REASON_BYTES) {
                throw ApiFields.badRequest("disconnect.reason must have at most " + MAX_REASON_BYTES + " bytes");
            }
            return reason;
        }
    }

    private Future<JsonObject> disconnect(Disconnect request) {
        var control =
                new ConnectionControl.Disconnect(request.user(), request.client(), request.code(), request.reason());
        return bus.request(Addresses.NODE, new NodeCommand.Everywhere(control), NodeCommand.Done.class)
                .map(done -> new JsonObject());
    }
}
