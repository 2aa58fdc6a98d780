package dev.hub.core.bus;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.protocol.EncodedPush;

/**
 * A publication on its way from the channel's shard to one event loop: handed over by reference, once for all
 * subscribers there.
 *
 * @param publication the publication's JSON, for receivers that are no socket
 * @param push the frame for the sockets
 */
public record Delivery(ChannelName channel, Payload publication, EncodedPush push) {}
