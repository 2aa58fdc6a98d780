package dev.hub.websocket.delivery;

import dev.hub.core.bus.Delivery;
import dev.hub.core.channel.Payload;
import dev.hub.core.filter.TagsFilter;
import dev.hub.core.protocol.EncodedPush;
import dev.hub.core.protocol.JsonPublications;
import dev.hub.core.protocol.PublicationFrames;
import dev.hub.websocket.outbound.OutboundFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Publications of one channel that go out together. Makes each form of them once, when somebody wants it, and reads the
 * tags of a publication at most once.
 */
final class Portion {
    private static final int MAX_SIZE = 64 * 1024;

    private final List<Delivery> deliveries;
    private List<Map<String, String>> tags = List.of();

    Portion(List<Delivery> deliveries) {
        this.deliveries = deliveries;
    }

    /** Where a portion of {@code deliveries} that begins at {@code from} ends: after 64 KiB, but at least one. */
    static int end(List<Delivery> deliveries, int from) {
        int size = size(deliveries.get(from).push());
        int to = from + 1;
        while (to < deliveries.size() && size + size(deliveries.get(to).push()) <= MAX_SIZE) {
            size += size(deliveries.get(to++).push());
        }
        return to;
    }

    private static int size(EncodedPush push) {
        return push.frame().length;
    }

    /**
     * What subscribers of {@code form} get.
     *
     * @param knowsLatest they got the publication before; otherwise the first of a form with deltas comes whole
     */
    List<EncodedPush> pushes(Form form, boolean knowsLatest) {
        TagsFilter filter = form.filter();
        if (filter != null) {
            return matching(filter);
        }
        if (!form.delta()) {
            return deliveries.stream().map(Delivery::push).toList();
        }
        List<EncodedPush> pushes = new ArrayList<>(deliveries.size());
        for (Delivery each : deliveries) {
            pushes.add(delta(each, knowsLatest || !pushes.isEmpty()));
        }
        return pushes;
    }

    private static EncodedPush delta(Delivery delivery, boolean knowsLatest) {
        Delivery.DeltaFrames frames = delivery.delta();
        if (frames == null) {
            return PublicationFrames.of(delivery.channel())
                    .encode(JsonPublications.withDataAsText(delivery.publication()));
        }
        EncodedPush patch = frames.patch();
        return knowsLatest && patch != null ? patch : frames.whole();
    }

    private List<EncodedPush> matching(TagsFilter filter) {
        List<EncodedPush> pushes = new ArrayList<>(deliveries.size());
        for (int i = 0; i < deliveries.size(); i++) {
            if (filter.matches(tags(i))) {
                pushes.add(deliveries.get(i).push());
            }
        }
        return pushes;
    }

    private Map<String, String> tags(int delivery) {
        if (tags.isEmpty()) {
            tags = deliveries.stream()
                    .map(each -> JsonPublications.tags(each.publication()))
                    .toList();
        }
        return tags.get(delivery);
    }

    /** Gives everything to one subscriber who knows nothing of it yet; tells whether its queue took it. */
    boolean giveTo(Subscriber subscriber) {
        List<EncodedPush> pushes = pushes(subscriber.form, false);
        return pushes.isEmpty() || subscriber.queue.take(joined(pushes));
    }

    /** {@code publication} as a subscriber of {@code form} gets it outside of the live publications; null if not at all. */
    static @Nullable Payload inForm(Form form, Payload publication) {
        if (form.delta()) {
            return JsonPublications.withDataAsText(publication);
        }
        TagsFilter filter = form.filter();
        return filter == null || filter.matches(JsonPublications.tags(publication)) ? publication : null;
    }

    static OutboundFrame joined(List<EncodedPush> pushes) {
        int size = 0;
        for (EncodedPush each : pushes) {
            size += size(each);
        }
        return pushes.size() == 1 ? OutboundFrame.shared(pushes.getFirst()) : OutboundFrame.joined(pushes, size);
    }
}
