package dev.hub.verticles.node;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.Health;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.LimitRuleCommand;
import dev.hub.core.bus.NamespaceControl;
import dev.hub.core.bus.RevocationCommand;
import dev.hub.core.node.ControlChannel;
import dev.hub.core.node.NodeMessage;
import dev.hub.core.valkey.SubscriberListener;
import io.vertx.core.buffer.Buffer;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears what the instances say to each other, and says whether it can hear at all. */
final class ControlListener implements SubscriberListener {
    private static final Logger LOG = LoggerFactory.getLogger(ControlListener.class);
    private static final String SOURCE = "control";

    private final HubBus bus;
    private final InstanceStatus status;
    private final Conversation conversation;

    ControlListener(HubBus bus, InstanceStatus status, Conversation conversation) {
        this.bus = bus;
        this.status = status;
        this.conversation = conversation;
        hears(false);
    }

    void hears(boolean well) {
        status.update(new Health(SOURCE, well, well ? "subscribed" : "the other instances are not heard"));
    }

    @Override
    public void message(String channel, Buffer message) {
        try {
            NodeMessage said = ControlChannel.read(message);
            conversation.heard(said);
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
        bus.send(Addresses.RATE_LIMIT_RULES, new LimitRuleCommand.Look());
        bus.send(Addresses.REVOCATIONS, new RevocationCommand.Look());
    }
}
