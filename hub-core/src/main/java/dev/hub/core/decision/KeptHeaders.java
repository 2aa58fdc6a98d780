package dev.hub.core.decision;

import java.util.List;
import java.util.Locale;

/**
 * Which headers of clients are kept, because somebody is to see them; all others are forgotten at once.
 *
 * @param transport of the HTTP request that opened the connection
 * @param emulated of those that clients write into their connect command
 */
public record KeptHeaders(List<String> transport, List<String> emulated) {
    /** Nothing is kept. */
    public static final KeptHeaders NONE = new KeptHeaders(List.of(), List.of());

    /** Copies the lists, in lower case. */
    public KeptHeaders {
        transport = lowerCase(transport);
        emulated = lowerCase(emulated);
    }

    private static List<String> lowerCase(List<String> names) {
        return names.stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
    }
}
