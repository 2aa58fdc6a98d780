package dev.hub.verticles.ratelimit;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Says which slots a decision took, so that any instance can give back those in Valkey; those in memory only the instance
 * that took them. What it looks like is nobody else's business.
 */
final class LeaseToken {
    private final String id;
    private final JsonArray shared = new JsonArray();
    private final JsonArray local = new JsonArray();

    /** Of no slots yet; {@code id} is the decision's. */
    LeaseToken(String id) {
        this.id = id;
    }

    void shared(Charge charge) {
        shared.add(new JsonArray()
                .add(charge.rule())
                .add(charge.arm().arm().isSplit())
                .add(charge.key().subject()));
    }

    void local(LimiterKey key, long ticket) {
        local.add(new JsonArray().add(key.state()).add(key.subject()).add(ticket));
    }

    /** Empty when there is nothing to release. */
    String text() {
        if (shared.isEmpty() && local.isEmpty()) {
            return "";
        }
        JsonObject json = new JsonObject().put("id", id).put("shared", shared).put("local", local);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(json.encode().getBytes(StandardCharsets.UTF_8));
    }

    /** What a text says. */
    record Slots(String id, List<InValkey> shared, List<InMemory> local) {}

    /** Slots of a limiter in Valkey. */
    record InValkey(String rule, boolean isSplit, String subject) {}

    /** Slots of a limiter in the memory of the instance that made the token. */
    record InMemory(LimiterKey key, long ticket) {}

    /**
     * Reads what {@link #text} made.
     *
     * @throws IllegalArgumentException when it is something else
     */
    static Slots read(String text) {
        try {
            String decoded = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            JsonObject json = new JsonObject(decoded);
            List<InValkey> shared = new ArrayList<>();
            List<InMemory> local = new ArrayList<>();
            JsonArray first = json.getJsonArray("shared");
            JsonArray second = json.getJsonArray("local");
            for (int i = 0; i < first.size(); i++) {
                JsonArray each = first.getJsonArray(i);
                shared.add(new InValkey(each.getString(0), each.getBoolean(1), each.getString(2)));
            }
            for (int i = 0; i < second.size(); i++) {
                JsonArray each = second.getJsonArray(i);
                local.add(new InMemory(new LimiterKey(each.getString(0), each.getString(1)), each.getLong(2)));
            }
            return new Slots(json.getString("id", ""), shared, local);
        } catch (DecodeException | ClassCastException | IndexOutOfBoundsException | NullPointerException strange) {
            throw new IllegalArgumentException("lease is not one that was given out", strange);
        }
    }
}
