package dev.hub.core.node;

import dev.hub.core.bus.RevocationControl;
import dev.hub.core.revocation.Revocation;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Changes of what is taken back, as instances write them for each other. */
final class RevocationJson {
    static final String CHANGED = "revocations";

    private RevocationJson() {}

    static JsonObject encode(RevocationControl control) {
        return switch (control) {
            case RevocationControl.Changed changed -> {
                JsonObject put = new JsonObject();
                changed.put().forEach(each -> put.put(each.field(), each.encode()));
                yield new JsonObject()
                        .put("do", CHANGED)
                        .put("base", changed.base())
                        .put("version", changed.version())
                        .put("put", put)
                        .put("removed", new JsonArray(changed.removed()));
            }
        };
    }

    static RevocationControl decode(JsonObject json) {
        List<Revocation> put = new ArrayList<>();
        json.getJsonObject("put", new JsonObject())
                .forEach(each -> Revocation.decode(each.getKey(), String.valueOf(each.getValue()))
                        .ifPresent(put::add));
        List<String> removed = new ArrayList<>();
        json.getJsonArray("removed", new JsonArray()).forEach(each -> removed.add(String.valueOf(each)));
        return new RevocationControl.Changed(json.getString("base", ""), json.getString("version", ""), put, removed);
    }
}
