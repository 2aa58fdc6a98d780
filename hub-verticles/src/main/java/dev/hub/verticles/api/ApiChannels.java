package dev.hub.verticles.api;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.CurrentNamespaces;
import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.Namespaces;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;

/** The channels that back ends may name. A back end may do everything; only what cannot be is refused. */
final class ApiChannels {
    private final CurrentNamespaces current;

    ApiChannels(CurrentNamespaces current) {
        this.current = current;
    }

    /**
     * The namespace of {@code channel}.
     *
     * @throws HubException when nobody configured it, or it has no such channels
     */
    Namespace namespaceOf(ChannelName channel) {
        Namespaces namespaces = current.get();
        Namespace namespace = namespaces.of(channel).orElseThrow(() -> HubException.unknownChannel(namespaces));
        String fault = namespaces.faultOf(channel, namespace);
        if (!fault.isEmpty()) {
            throw ApiFields.badRequest(fault);
        }
        return namespace;
    }

    /**
     * Checks that {@code channel} keeps a history.
     *
     * @throws HubException when it does not
     */
    void requireHistory(ChannelName channel) {
        if (!namespaceOf(channel).history().hasHistory()) {
            throw HubException.of(ErrorCode.NOT_AVAILABLE);
        }
    }
}
