package dev.hub.core.auth.capability;

import dev.hub.core.channel.ChannelName;
import java.util.List;

/** What capabilities allow together, ready to be asked. Immutable; meant to be shared by all that have the same. */
public final class Rights {
    /** None. */
    public static final Rights NONE = new Rights(List.of());

    /** Most capabilities that one holder has, those of its roles among them. */
    public static final int MAX_CAPABILITIES = 256;

    private final List<Rule> rules;

    private record Rule(Capability capability, Names channels, Names methods, Names queues) {
        static Rule of(Capability capability) {
            return new Rule(
                    capability,
                    Names.of(capability.channels(), capability.match()),
                    Names.of(capability.methods(), capability.match()),
                    Names.of(capability.queues(), capability.match()));
        }

        boolean allows(Operation operation, ChannelName channel) {
            String name = channel.value();
            return capability.allow().contains(operation)
                    && (channel.isWildcard() ? channels.cover(name) : channels.contains(name));
        }
    }

    private Rights(List<Capability> capabilities) {
        this.rules = capabilities.stream().map(Rule::of).toList();
    }

    /** Those of {@code capabilities}. */
    public static Rights of(List<Capability> capabilities) {
        if (capabilities.size() > MAX_CAPABILITIES) {
            throw new IllegalArgumentException("must have at most " + MAX_CAPABILITIES + " capabilities");
        }
        return capabilities.isEmpty() ? NONE : new Rights(capabilities);
    }

    /** One capability allows {@code operation} in {@code channel}; in a pattern, in all channels that it stands for. */
    public boolean allow(Operation operation, ChannelName channel) {
        for (Rule rule : rules) {
            if (rule.allows(operation, channel)) {
                return true;
            }
        }
        return false;
    }

    /** One capability allows to call {@code method}. */
    public boolean allowCall(String method) {
        for (Rule rule : rules) {
            if (rule.capability().allow().contains(Operation.RPC)
                    && rule.methods().contains(method)) {
                return true;
            }
        }
        return false;
    }

    /** One capability allows {@code operation} in the queue {@code queue}. */
    public boolean allowInQueue(Operation operation, String queue) {
        for (Rule rule : rules) {
            if (rule.capability().allow().contains(operation) && rule.queues().contains(queue)) {
                return true;
            }
        }
        return false;
    }

    /** What they are made of. */
    public List<Capability> capabilities() {
        return rules.stream().map(Rule::capability).toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Rights that && capabilities().equals(that.capabilities());
    }

    @Override
    public int hashCode() {
        return capabilities().hashCode();
    }

    @Override
    public String toString() {
        return capabilities().toString();
    }
}
