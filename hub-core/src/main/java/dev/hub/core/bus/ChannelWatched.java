package dev.hub.core.bus;

import dev.hub.core.channel.ChannelName;

/**
 * Whether somebody on this instance receives a channel of a namespace that the hub has of its own.
 *
 * @param isWatched somebody does, or nobody any more
 */
public record ChannelWatched(ChannelName channel, boolean isWatched) {}
