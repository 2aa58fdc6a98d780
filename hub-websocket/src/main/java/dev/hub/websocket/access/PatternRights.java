package dev.hub.websocket.access;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.DeliveryRules;
import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.Namespaces;
import dev.hub.core.pattern.ChannelPattern;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import java.util.List;
import java.util.Optional;

/** What may be done with a pattern, which concerns every namespace whose channels it can match. */
final class PatternRights {
    private PatternRights() {}

    /** Why nobody can subscribe to {@code pattern}; empty when somebody can. */
    static Optional<HubException> fault(Namespaces all, ChannelName pattern) {
        String fault = ChannelPattern.faultOf(pattern.value());
        if (!fault.isEmpty()) {
            return Optional.of(HubException.of(ErrorCode.BAD_REQUEST, fault));
        }
        Optional<String> name = new ChannelPattern(pattern.value()).namespace();
        if (name.isPresent() && all.named(name.get()).isEmpty()) {
            return Optional.of(HubException.unknownChannel(all));
        }
        if (!concerned(all, pattern).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                all.areAllKnown() ? HubException.of(ErrorCode.NOT_AVAILABLE) : HubException.unknownChannel(all));
    }

    /** Namespaces with {@code wildcards} that the pattern can match channels of. */
    static List<Namespace> concerned(Namespaces all, ChannelName pattern) {
        Optional<String> name = new ChannelPattern(pattern.value()).namespace();
        return all.all().stream()
                .filter(each -> each.delivery().wildcards())
                .filter(each -> name.isEmpty() || each.name().equals(name.get()))
                .toList();
    }

    /** All of the namespaces concerned let {@code user}, who must not be anonymous, subscribe to patterns. */
    static boolean allow(Namespaces all, ChannelName pattern, String user) {
        return !user.isEmpty() && allowAll(all, pattern);
    }

    /** All of the namespaces concerned let clients subscribe to patterns. */
    static boolean allowAll(Namespaces all, ChannelName pattern) {
        return concerned(all, pattern).stream().allMatch(each -> each.access().allowWildcardForClient());
    }

    /** Clients may filter by tags where all of the namespaces concerned allow it; a pattern has no stream of its own. */
    static Namespace options(Namespaces all, ChannelName pattern) {
        boolean filters = concerned(all, pattern).stream()
                .allMatch(each -> each.delivery().allowTagsFilter());
        DeliveryRules plain = DeliveryRules.plain();
        return Namespace.defaults("")
                .withDelivery(new DeliveryRules(
                        plain.allowedDeltaTypes(),
                        plain.deltaPublish(),
                        plain.keepLatestPublication(),
                        filters,
                        plain.batchMaxSize(),
                        plain.batchMaxDelay(),
                        plain.batchFlushLatest(),
                        plain.slowConsumer(),
                        plain.conflateBy(),
                        plain.wildcards()));
    }
}
