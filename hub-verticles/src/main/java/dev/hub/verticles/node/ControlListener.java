package dev.hub.verticles.node;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ConnectionControl;
import dev.hub.core.bus.Health;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.NamespaceControl;
import dev.hub.core.node.ControlChannel;
import dev.hub.core.valkey.SubscriberListener;
import io.vertx.core.buffer.Buffer;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears what all instances are to do, and says whether it can hear at all. */
final class ControlListener implements SubscriberListener {
    private static final Logger LOG = LoggerFactory.getLogger(ControlListener.class);
    private static final String SOURCE = "control";

    private final HubBus bus;
    private final InstanceStatus status;

    ControlListener(HubBus bus, InstanceStatus status) {
        this.bus = bus;
        this.status = status;
        hears(false);
    }

    void hears(boolean well) {
        status.update(new Health(SOURCE, well, well ? "subscribed" : "the other instances are not heard"));
    }

    @Override
    public void message(String channel, Buffer message) {
        try {
            switch (ControlChannel.read(message)) {
                case ConnectionControl connections -> bus.broadcast(Addresses.CONNECTIONS, connections);
                case NamespaceControl namespaces -> bus.send(Addresses.NAMESPACES, namespaces);
            }
        } catch (IllegalArgumentException unreadable) {
            LOG.warn("Ignoring what another instance asks for: {}", unreadable.getMessage());
        }
    }

    @Override
    public void interrupted(Collection<String> channels) {
        hears(false);
    }

    @Override
    public void restored(Collection<String> channels) {
        hears(true);
        bus.send(Addresses.NAMESPACES, new NamespaceControl.Reread(""));
    }
}
