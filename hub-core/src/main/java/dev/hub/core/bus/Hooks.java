package dev.hub.core.bus;

import dev.hub.core.decision.Topic;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Which decisions the verticles of this JVM have taken upon themselves, so that nobody is asked where nobody wants to be.
 * A look-up is one volatile read as long as there are none. Safe to use from any thread.
 */
final class Hooks {
    private final AtomicReference<Map<String, Integer>> registered = new AtomicReference<>(Map.of());

    /** The address at which {@code topic} is decided in channels of {@code namespace}; empty when by no verticle. */
    Optional<String> find(Topic topic, String namespace) {
        Map<String, Integer> all = registered.get();
        if (all.isEmpty()) {
            return Optional.empty();
        }
        String own = address(topic, namespace);
        if (all.containsKey(own)) {
            return Optional.of(own);
        }
        String general = address(topic, "");
        return all.containsKey(general) ? Optional.of(general) : Optional.empty();
    }

    /** Where decisions about {@code namespace}, empty for all of them, are asked for. */
    static String address(Topic topic, String namespace) {
        return Addresses.hook(namespace.isEmpty() ? topic.word() : topic.word() + "." + namespace);
    }

    void add(String address) {
        change(address, 1);
    }

    void remove(String address) {
        change(address, -1);
    }

    /** Several instances of one verticle may share an address. */
    private void change(String address, int by) {
        registered.updateAndGet(before -> {
            Map<String, Integer> after = new HashMap<>(before);
            after.merge(address, by, Integer::sum);
            after.values().removeIf(count -> count <= 0);
            return Map.copyOf(after);
        });
    }
}
