package dev.hub.verticles.namespace;

import dev.hub.core.channel.Namespace;
import dev.hub.core.config.ConfigException;
import dev.hub.core.config.NamespaceOptions;
import dev.hub.core.namespace.NamespaceStore;
import dev.hub.core.namespace.StoredNamespaces;
import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes over what is set in Valkey, in the order in which it was asked for. */
final class StoreReading {
    private static final Logger LOG = LoggerFactory.getLogger(StoreReading.class);

    private final NamespaceStore store;
    private final NamespaceBook book;
    private long asked;
    private long taken;

    StoreReading(NamespaceStore store, NamespaceBook book) {
        this.store = store;
        this.book = book;
    }

    /** Reads all and takes it over. */
    Future<Void> read() {
        long number = next();
        return store.read().onSuccess(stored -> take(number, stored)).mapEmpty();
    }

    /** A number for a request whose answer tells what is set; of two answers the later request's counts. */
    long next() {
        return ++asked;
    }

    /** Takes over what request {@code number} was answered with. */
    void take(long number, StoredNamespaces stored) {
        if (number > taken) {
            taken = number;
            if (!book.isKnown() || !stored.version().equals(book.version())) {
                book.readFromValkey(stored.version(), decode(stored.options()));
            }
        }
    }

    /** What cannot be read does not hold: another version of the hub, or somebody else, has written it. */
    private static List<Namespace> decode(Map<String, String> options) {
        List<Namespace> namespaces = new ArrayList<>();
        new TreeMap<>(options).forEach((name, json) -> {
            try {
                namespaces.add(NamespaceOptions.read(name, known(name, new JsonObject(json))));
            } catch (ConfigException | DecodeException | ClassCastException unreadable) {
                LOG.warn("Namespace {} as set in Valkey does not hold: {}", name, unreadable.getMessage());
            }
        });
        return namespaces;
    }

    /** Options that only a newer hub knows are left to it. */
    private static Map<String, Object> known(String name, JsonObject options) {
        Map<String, Object> known = new HashMap<>(options.getMap());
        known.values().removeIf(Objects::isNull);
        if (known.keySet().retainAll(NamespaceOptions.names())) {
            LOG.warn("Namespace {} as set in Valkey has options that this version of the hub does not know", name);
        }
        return known;
    }
}
