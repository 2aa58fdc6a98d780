package dev.hub.core.auth;

import dev.hub.core.auth.capability.Capability;
import dev.hub.core.auth.capability.Match;
import dev.hub.core.auth.capability.Operation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One element of {@code caps} as it is read. */
final class CapabilityClaims {
    private static final String CLAIM = "caps";

    private List<String> channels = List.of();
    private List<String> methods = List.of();
    private List<String> queues = List.of();
    private Match match = Match.EXACT;
    private final List<Operation> allow = new ArrayList<>();

    private CapabilityClaims() {}

    /** Reads the list {@code caps}. */
    static List<Capability> readAll(ClaimReader value) throws IOException, Malformed {
        List<Capability> all = new ArrayList<>();
        value.list(CLAIM, (name, element) -> {
            CapabilityClaims claims = new CapabilityClaims();
            element.object(CLAIM, claims::read);
            all.add(claims.toCapability());
        });
        return all;
    }

    private void read(String name, ClaimReader value) throws IOException, Malformed {
        switch (name) {
            case "channels" -> channels = value.strings(CLAIM);
            case "methods" -> methods = value.strings(CLAIM);
            case "queues" -> queues = value.strings(CLAIM);
            case "match" -> match = match(value.string(CLAIM));
            case "allow" ->
                value.list(CLAIM, (claim, word) -> allow.add(GrantClaims.operation(claim, word.string(claim))));
            default -> value.skip();
        }
    }

    private static Match match(String word) throws Malformed {
        return Match.of(word)
                .orElseThrow(
                        () -> new Malformed("its claim \"caps\" has a match that is not exact, wildcard or regex"));
    }

    private Capability toCapability() throws Malformed {
        try {
            return new Capability(channels, match, allow, methods, queues);
        } catch (IllegalArgumentException broken) {
            throw new Malformed("its claim \"caps\" breaks a rule: " + broken.getMessage());
        }
    }
}
