package dev.hub.verticles.api;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.NamespaceCommand;
import dev.hub.core.bus.NamespaceCommand.Define;
import dev.hub.core.bus.NamespaceCommand.Entry;
import dev.hub.core.bus.NamespaceCommand.Forget;
import dev.hub.core.bus.NamespaceCommand.ListAll;
import dev.hub.core.bus.NamespaceCommand.ReloadEverywhere;
import dev.hub.core.config.NamespaceOptions;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Namespaces, changed while the hub runs. The options are fields beside {@code name}; unknown ones are refused. */
final class NamespaceMethods {
    private static final String NAME = "name";

    private final HubBus bus;

    NamespaceMethods(HubBus bus) {
        this.bus = bus;
    }

    List<ApiMethod> methods() {
        return List.of(
                ApiMethod.of("namespace_set", NamespaceMethods::definition, this::set),
                ApiMethod.of("namespace_get", fields -> fields.string(NAME), this::get),
                ApiMethod.of("namespace_list", fields -> new ListAll(), this::list),
                ApiMethod.of("namespace_delete", NamespaceMethods::deletion, this::order),
                ApiMethod.of("config_reload", fields -> new ReloadEverywhere(), this::order));
    }

    private static Define definition(ApiFields fields) {
        Map<String, Object> options = new LinkedHashMap<>();
        for (String name : fields.names()) {
            Object value = fields.value(name);
            if (!name.equals(NAME) && value != null) {
                options.put(name, plain(value));
            }
        }
        return new Define(fields.string(NAME), options);
    }

    private static Object plain(Object value) {
        return switch (value) {
            case JsonArray array -> array.getList();
            case JsonObject object -> object.getMap();
            default -> value;
        };
    }

    private static Forget deletion(ApiFields fields) {
        String name = fields.string(NAME);
        if (name.isEmpty()) {
            throw ApiFields.badRequest("name is required");
        }
        return new Forget(name);
    }

    private Future<JsonObject> set(Define definition) {
        return bus.request(Addresses.NAMESPACES, definition, Entry.class).map(NamespaceMethods::encode);
    }

    private Future<JsonObject> get(String name) {
        return entries()
                .map(all -> all.entries().stream()
                        .filter(each -> each.namespace().name().equals(name))
                        .findFirst()
                        .map(NamespaceMethods::encode)
                        .orElseThrow(() -> ApiFields.badRequest("no namespace has the name \"" + name + "\"")));
    }

    private Future<JsonObject> list(ListAll request) {
        return entries().map(all -> {
            JsonArray namespaces = new JsonArray();
            all.entries().forEach(each -> namespaces.add(encode(each)));
            return new JsonObject().put("namespaces", namespaces);
        });
    }

    private Future<NamespaceCommand.Entries> entries() {
        return bus.request(Addresses.NAMESPACES, new ListAll(), NamespaceCommand.Entries.class);
    }

    private Future<JsonObject> order(NamespaceCommand command) {
        return bus.request(Addresses.NAMESPACES, command, NamespaceCommand.Done.class)
                .map(done -> new JsonObject());
    }

    private static JsonObject encode(Entry entry) {
        return new JsonObject()
                .put(NAME, entry.namespace().name())
                .put("origin", entry.origin().name().toLowerCase(Locale.ROOT))
                .put("options", new JsonObject(NamespaceOptions.write(entry.namespace())));
    }
}
