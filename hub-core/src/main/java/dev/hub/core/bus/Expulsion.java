package dev.hub.core.bus;

import dev.hub.core.revocation.Revocation;
import java.util.List;

/**
 * End what is allowed no longer. Each WebSocketVerticle does it to the connections that it holds, and answers with
 * {@link ConnectionControl.Affected}.
 *
 * @param because what was taken back; empty when that is not known, so that every connection is to be looked at
 */
public record Expulsion(List<Revocation> because) {
    /** Copies {@code because}. */
    public Expulsion {
        because = List.copyOf(because);
    }
}
