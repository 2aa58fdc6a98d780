package dev.hub.verticles.channel;

import dev.hub.core.bus.Delivery.DeltaFrames;
import dev.hub.core.channel.Publication;
import dev.hub.core.delta.FossilDelta;
import dev.hub.core.protocol.EncodedPush;
import dev.hub.core.protocol.PublicationFrames;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The data of the publication that was delivered last, which the next one is compared with. Every receiver that has it
 * can apply the patch; whoever comes later begins with a whole publication.
 */
final class DeltaBase {
    private byte @Nullable [] latest;

    /**
     * Both forms of a publication, which is the base from now on.
     *
     * @param mayPatch it may go out as a patch at all
     */
    DeltaFrames next(PublicationFrames frames, Publication publication, boolean mayPatch) {
        byte[] data = publication.data().bytes();
        EncodedPush whole = frames.encodeAsText(publication, publication.data().toJson(), false);
        byte[] base = latest;
        latest = data;
        if (base == null || !mayPatch) {
            return new DeltaFrames(whole, null);
        }
        String patch = new String(FossilDelta.encode(base, data), StandardCharsets.UTF_8);
        EncodedPush patched = frames.encodeAsText(publication, patch, true);
        return new DeltaFrames(whole, patched.frame().length < whole.frame().length ? patched : null);
    }

    /** The next publication is whole for everybody. */
    void forget() {
        latest = null;
    }
}
