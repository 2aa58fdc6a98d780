package dev.hub.verticles.launch;

import dev.hub.core.auth.capability.Capability;
import dev.hub.core.auth.capability.Match;
import dev.hub.core.auth.capability.Operation;
import dev.hub.core.auth.capability.Operation.Subject;
import dev.hub.core.protocol.JsonFilters;
import dev.hub.core.protocol.JsonReader;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a token is to say of its holder beyond who it is. */
final class TokenClaimOptions {
    @Option(names = "--info", paramLabel = "JSON", description = "What others are told of the user.")
    @Nullable
    private String info;

    @Option(names = "--meta", paramLabel = "JSON", description = "What the application alone is told of the user.")
    @Nullable
    private String meta;

    @Option(
            names = "--cap",
            paramLabel = "ALLOW=NAMES",
            description = {
                "What it allows in which channels, such as sub,pub=news:* or hst=a,b; or which methods: rpc=orders_*;",
                "or in which queues: submit,read=mail.*. Operations are sub, pub, prs, hst of channels, rpc of"
                        + " methods,",
                "submit, work, read, manage of queues; * in a name stands for any text. May be repeated."
            })
    private List<String> caps = new ArrayList<>();

    @Option(names = "--role", paramLabel = "ROLE", split = ",", description = "Roles out of auth.roles.")
    private List<String> roles = new ArrayList<>();

    @Option(
            names = "--tags-filter",
            paramLabel = "JSON",
            description = "With --channel: only publications whose tags match, such as "
                    + "'{\"key\":\"team\",\"cmp\":\"eq\",\"val\":\"red\"}'.")
    @Nullable
    private String tagsFilter;

    /** A filter was given, which only a subscription token has. */
    boolean hasFilter() {
        return tagsFilter != null;
    }

    /** Rights were given, which only a connection token has. */
    boolean hasRights() {
        return !caps.isEmpty() || !roles.isEmpty() || meta != null;
    }

    /**
     * Puts all of it into {@code claims}.
     *
     * @throws IllegalArgumentException naming the option that is wrong
     */
    void putInto(JsonObject claims) {
        if (info != null) {
            claims.put("info", json("--info", info));
        }
        if (meta != null) {
            claims.put("meta", json("--meta", meta));
        }
        if (!caps.isEmpty()) {
            claims.put(
                    "caps",
                    new JsonArray(caps.stream().map(TokenClaimOptions::cap).toList()));
        }
        if (!roles.isEmpty()) {
            claims.put("roles", new JsonArray(roles));
        }
        if (tagsFilter != null) {
            claims.put("tags_filter", filter(tagsFilter));
        }
    }

    private static Object json(String option, String text) {
        try {
            return Json.decodeValue(text);
        } catch (DecodeException broken) {
            throw new IllegalArgumentException(option + " must be JSON, got " + text, broken);
        }
    }

    private static Object filter(String text) {
        try {
            JsonFilters.parse("--tags-filter", new JsonReader(text.getBytes(StandardCharsets.UTF_8)));
            return json("--tags-filter", text);
        } catch (IOException broken) {
            throw new IllegalArgumentException("--tags-filter must be JSON, got " + text, broken);
        }
    }

    private static JsonObject cap(String text) {
        int end = text.indexOf('=');
        if (end <= 0 || end == text.length() - 1) {
            throw wrongCap(text);
        }
        List<Operation> allow = Arrays.stream(text.substring(0, end).split(",", -1))
                .map(word -> Operation.of(word).orElseThrow(() -> wrongCap(text)))
                .toList();
        List<String> names = List.of(text.substring(end + 1).split(",", -1));
        Subject subject = allow.getFirst().subject();
        if (allow.stream().anyMatch(each -> each.subject() != subject)) {
            throw wrongCap(text);
        }
        Match match = names.stream().anyMatch(name -> name.contains("*")) ? Match.WILDCARD : Match.EXACT;
        Capability checked = new Capability(names, match, allow, List.of(), List.of());
        return new JsonObject()
                .put(subject.name().toLowerCase(Locale.ROOT), new JsonArray(names))
                .put("match", checked.match().toString())
                .put(
                        "allow",
                        new JsonArray(checked.allow().stream()
                                .map(Operation::toString)
                                .toList()));
    }

    private static IllegalArgumentException wrongCap(String text) {
        return new IllegalArgumentException(
                "--cap must be like sub,pub=news:* (sub, pub, prs, hst), rpc=orders_*, or submit,read=mail.* (submit,"
                        + " work, read, manage: of queues), got " + text);
    }
}
