package dev.hub.core.bus;

import dev.hub.core.bus.InstanceQuestion.ChannelLoad;
import java.util.List;

/**
 * Part of a listing of channels.
 *
 * @param next where the next page begins; empty when this is the last one
 */
public record ChannelPage(List<ChannelLoad> channels, String next) {
    /** Copies {@code channels}. */
    public ChannelPage {
        channels = List.copyOf(channels);
    }
}
