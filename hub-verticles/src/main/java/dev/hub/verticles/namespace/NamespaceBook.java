package dev.hub.verticles.namespace;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.NamespacesChanged;
import dev.hub.core.channel.CurrentNamespaces;
import dev.hub.core.channel.Namespace;
import dev.hub.core.config.ChannelsConfig;
import dev.hub.core.namespace.NamespaceLayers;
import dev.hub.core.namespace.StoredNamespaces;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What holds on this instance, and out of what it came about. On the event loop of its verticle only. */
final class NamespaceBook {
    private static final Logger LOG = LoggerFactory.getLogger(NamespaceBook.class);

    private final CurrentNamespaces current;
    private final HubBus bus;
    private ChannelsConfig file;
    private String version = StoredNamespaces.none().version();
    private List<Namespace> set = List.of();
    private NamespaceLayers layers;
    private boolean isKnown;

    /** Begins with the file alone. */
    NamespaceBook(ChannelsConfig file, CurrentNamespaces current, HubBus bus) {
        this.file = file;
        this.current = current;
        this.bus = bus;
        this.layers = layersOf();
    }

    /** All that hold, and where they come from. */
    NamespaceLayers layers() {
        return layers;
    }

    /** Of what is set in Valkey, as far as this instance knows. */
    String version() {
        return version;
    }

    /** It was read once what is set in Valkey. */
    boolean isKnown() {
        return isKnown;
    }

    /** Those that were set by the API. */
    List<Namespace> set() {
        return set;
    }

    /** What the file says now. */
    ChannelsConfig file() {
        return file;
    }

    /** The file says something else. */
    void readFromFile(ChannelsConfig next) {
        file = next;
        apply("the configuration file");
    }

    /** Something else is set in Valkey. */
    void readFromValkey(String nextVersion, List<Namespace> nextSet) {
        isKnown = true;
        version = nextVersion;
        set = List.copyOf(nextSet);
        apply("the API");
    }

    private void apply(String who) {
        NamespaceLayers next = layersOf();
        Set<String> names = layers.changesTo(next);
        layers = next;
        if (names.isEmpty() && current.get().areAllKnown() == isKnown) {
            return;
        }
        current.replace(isKnown ? next.namespaces() : next.namespaces().withOthersUnknown());
        if (names.isEmpty()) {
            return;
        }
        LOG.info("Namespaces changed by {}: {}", who, String.join(", ", shown(names)));
        next.displaced().forEach(each -> LOG.warn("Of the namespaces, {}", each));
        bus.broadcast(Addresses.NAMESPACES_CHANGED, new NamespacesChanged(names));
    }

    private static Set<String> shown(Set<String> names) {
        Set<String> shown = new TreeSet<>(names);
        if (shown.remove("")) {
            shown.add("(default)");
        }
        return shown;
    }

    private NamespaceLayers layersOf() {
        return NamespaceLayers.of(file.defaultNamespace(), file.namespaces(), set);
    }
}
