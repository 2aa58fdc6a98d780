package dev.hub.core.auth;

import dev.hub.core.auth.capability.Operation;
import dev.hub.core.channel.Payload;
import dev.hub.core.filter.TagsFilter;
import dev.hub.core.protocol.JsonFilters;
import dev.hub.core.protocol.JsonReader;
import java.io.IOException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a token says of one subscription, as it is read: of its own in a subscription token, of each in {@code subs}. */
final class GrantClaims {
    private @Nullable Payload info;
    private @Nullable Payload data;
    private @Nullable TagsFilter filter;
    private final Map<Overrides.Option, Boolean> overrides = new EnumMap<>(Overrides.Option.class);
    private final Set<Operation> allow = EnumSet.noneOf(Operation.class);

    /** Reads the value of the member {@code name}; false when it is none of these, and was not read. */
    boolean read(String name, ClaimReader value) throws IOException, Malformed {
        switch (name) {
            case "info" -> info = either(info, value.raw());
            case "b64info" -> info = either(value.base64(name), info);
            case "override" -> value.object(name, this::readOverride);
            case "tags_filter" -> filter = filter(name, value.raw());
            case "allow" -> value.list(name, (claim, element) -> allow.add(operation(claim, element.string(claim))));
            default -> {
                return false;
            }
        }
        return true;
    }

    /** The same for the members of an element of {@code subs}; unknown ones are passed over. */
    void readInSubs(String name, ClaimReader value) throws IOException, Malformed {
        switch (name) {
            case "data" -> data = either(data, value.raw());
            case "b64data" -> data = either(value.base64(name), data);
            default -> {
                if (!read(name, value)) {
                    value.skip();
                }
            }
        }
    }

    private static @Nullable Payload either(@Nullable Payload first, @Nullable Payload second) {
        return first == null ? second : first;
    }

    private void readOverride(String name, ClaimReader value) throws IOException, Malformed {
        Overrides.Option option = Overrides.Option.of(name)
                .orElseThrow(() -> new Malformed("its claim \"override\" names an option that there is not"));
        value.object("override", (member, truth) -> {
            ClaimReader.require(member.equals("value"), "override", "holds something else than a value");
            overrides.put(option, truth.truth("override"));
        });
    }

    static Operation operation(String claim, String word) throws Malformed {
        return Operation.of(word)
                .orElseThrow(() -> new Malformed("its claim \"" + claim
                        + "\" names an operation that there is not (sub, pub, prs, hst, rpc, submit,"
                        + " work, read, manage)"));
    }

    /** The fault of a filter ends in the value that was found, which is no business of a log. */
    private static @Nullable TagsFilter filter(String claim, @Nullable Payload json) throws Malformed {
        if (json == null) {
            return null;
        }
        try {
            return JsonFilters.parse(claim, new JsonReader(json.bytes()));
        } catch (IOException | IllegalArgumentException fault) {
            String text = String.valueOf(fault.getMessage());
            int value = text.indexOf(", got ");
            boolean isOurs = fault instanceof IllegalArgumentException && text.startsWith(claim);
            throw new Malformed("its claim \"tags_filter\" is no filter"
                    + (isOurs ? ": " + (value < 0 ? text : text.substring(0, value)) : ""));
        }
    }

    SubscriptionGrant toGrant() {
        SubscriptionGrant grant = new SubscriptionGrant(info, data, new Overrides(overrides), filter, allow);
        return grant.equals(SubscriptionGrant.NONE) ? SubscriptionGrant.NONE : grant;
    }
}
