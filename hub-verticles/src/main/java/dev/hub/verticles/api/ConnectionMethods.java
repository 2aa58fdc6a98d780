package dev.hub.verticles.api;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ConnectionControl;
import dev.hub.core.bus.ConnectionControl.Affected;
import dev.hub.core.bus.ConnectionControl.Disconnect;
import dev.hub.core.bus.ConnectionControl.Refresh;
import dev.hub.core.bus.ConnectionControl.Send;
import dev.hub.core.bus.ConnectionControl.Subscribe;
import dev.hub.core.bus.ConnectionControl.Unsubscribe;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.NodeCommand;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** What a back end may do to connections, wherever they are. Answered once every living instance has done it. */
final class ConnectionMethods {
    private final HubBus bus;
    private final ControlFields fields;

    ConnectionMethods(HubBus bus, ApiChannels channels) {
        this.bus = bus;
        this.fields = new ControlFields(channels);
    }

    List<ApiMethod> methods() {
        return List.of(
                ApiMethod.<Disconnect>of("disconnect", fields::disconnect, this::execute),
                ApiMethod.<Refresh>of("refresh", fields::refresh, this::execute),
                ApiMethod.<Subscribe>of("subscribe", fields::subscribe, this::execute),
                ApiMethod.<Unsubscribe>of("unsubscribe", fields::unsubscribe, this::execute),
                ApiMethod.<Send>of("send", fields::send, this::execute));
    }

    private Future<JsonObject> execute(ConnectionControl order) {
        return bus.request(Addresses.NODE, new NodeCommand.OrderAll(order), Affected.class)
                .map(affected -> new JsonObject().put("affected", affected.count()));
    }
}
