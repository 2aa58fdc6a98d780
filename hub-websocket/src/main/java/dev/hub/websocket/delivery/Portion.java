package dev.hub.websocket.delivery;

import dev.hub.core.bus.Delivery;
import dev.hub.core.channel.Payload;
import dev.hub.core.channel.StreamPosition;
import dev.hub.core.filter.TagsFilter;
import dev.hub.core.protocol.EncodedPush;
import dev.hub.core.protocol.JsonPublications;
import dev.hub.core.protocol.PublicationFrames;
import dev.hub.websocket.outbound.OutboundFrame;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Publications of one channel that go out together. Makes each form of them once, when somebody wants it, and reads the
 * tags of a publication at most once.
 */
final class Portion implements OutboundFrame.Origin {
    private static final int MAX_SIZE = 64 * 1024;

    private final LocalChannel channel;
    private final List<Delivery> deliveries;
    private final @Nullable StreamPosition before;
    private final boolean sparse;
    private List<Map<String, String>> tags = List.of();

    private Portion(LocalChannel channel, List<Delivery> deliveries, @Nullable StreamPosition before, boolean sparse) {
        this.channel = channel;
        this.deliveries = deliveries;
        this.before = before;
        this.sparse = sparse;
    }

    /**
     * All of {@code deliveries}, which came one after another.
     *
     * @param before where the stream was before the first of them; null in a channel without history
     */
    static Portion whole(LocalChannel channel, List<Delivery> deliveries, @Nullable StreamPosition before) {
        return new Portion(channel, deliveries, before, false);
    }

    /**
     * Of everything in {@code portions}, which came one after another, the latest for each value of the tag {@code key};
     * with an empty key the latest. The last publication is always among them.
     *
     * @param form only what a subscriber of this form gets
     */
    static Portion latest(List<Portion> portions, String key, Form form) {
        Map<String, Delivery> latest = new LinkedHashMap<>();
        int count = 0;
        for (Portion portion : portions) {
            for (int i = 0; i < portion.deliveries.size(); i++) {
                if (form.filter() == null || form.filter().matches(portion.tags(i))) {
                    String value = key.isEmpty() ? "" : portion.tags(i).getOrDefault(key, "");
                    latest.remove(value);
                    latest.put(value, portion.deliveries.get(i));
                    count++;
                }
            }
        }
        Portion first = portions.getFirst();
        boolean isSparse = latest.size() < count || portions.stream().anyMatch(each -> each.sparse);
        return new Portion(first.channel, List.copyOf(latest.values()), first.before, isSparse);
    }

    /** The same without those publications that a later one with the same value of the tag {@code key} stands for. */
    Portion latest(String key) {
        return latest(List.of(this), key, Form.PLAIN);
    }

    /** Where the stream is after all this; null in a channel without history. */
    @Nullable
    StreamPosition end() {
        for (Delivery each : deliveries.reversed()) {
            if (each.position() != null) {
                return each.position();
            }
        }
        return before;
    }

    @Override
    public Object source() {
        return channel;
    }

    @Override
    public int publications() {
        return deliveries.size();
    }

    /** Where the stream was before all this; null in a channel without history. */
    @Nullable
    StreamPosition before() {
        return before;
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
            return deliveries.size() == 1
                    ? List.of(deliveries.getFirst().push())
                    : deliveries.stream().map(Delivery::push).toList();
        }
        List<EncodedPush> pushes = new ArrayList<>(deliveries.size());
        for (Delivery each : deliveries) {
            pushes.add(delta(each, !sparse && (knowsLatest || !pushes.isEmpty())));
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
