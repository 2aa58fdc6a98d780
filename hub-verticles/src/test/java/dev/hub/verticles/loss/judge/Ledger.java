package dev.hub.verticles.loss.judge;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was acknowledged, channel by channel. */
public final class Ledger {
    private final Map<String, ChannelLedger> channels = new LinkedHashMap<>();
    private final Violations violations;

    /** An empty one for these channels. */
    public Ledger(List<String> channels, Violations violations) {
        this.violations = violations;
        channels.forEach(channel -> this.channels.put(channel, new ChannelLedger(channel, violations)));
    }

    /** The part of one channel. */
    public ChannelLedger of(String channel) {
        ChannelLedger ledger = channels.get(channel);
        if (ledger == null) {
            throw new IllegalArgumentException("the run has no channel " + channel);
        }
        return ledger;
    }

    /** The part of one channel, if the run has it. */
    Optional<ChannelLedger> find(String channel) {
        return Optional.ofNullable(channels.get(channel));
    }

    /** The parts of all channels. */
    public Collection<ChannelLedger> channels() {
        return Collections.unmodifiableCollection(channels.values());
    }

    /** Where everything that is wrong is collected. */
    public Violations violations() {
        return violations;
    }
}
