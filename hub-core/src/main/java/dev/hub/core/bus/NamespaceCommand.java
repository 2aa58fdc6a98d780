package dev.hub.core.bus;

import dev.hub.core.channel.Namespace;
import java.util.List;
import java.util.Map;

/** What the keeper of the namespaces is asked. A refusal names all that is wrong. */
public sealed interface NamespaceCommand
        permits NamespaceCommand.Define,
                NamespaceCommand.Forget,
                NamespaceCommand.ListAll,
                NamespaceCommand.ReloadEverywhere,
                NamespaceControl {
    /**
     * From now on this namespace holds on all instances, instead of the configuration file's of that name. Answered with
     * {@link Entry} when Valkey has it and this instance goes by it.
     *
     * @param options by their names in snake_case; what is absent has its default
     */
    record Define(String name, Map<String, Object> options) implements NamespaceCommand {
        /** Copies {@code options}. */
        public Define {
            options = Map.copyOf(options);
        }
    }

    /** What was defined is forgotten; the configuration file's holds again. Answered with {@link Done}. */
    record Forget(String name) implements NamespaceCommand {}

    /** Tell all namespaces. Answered with {@link Entries}. */
    record ListAll() implements NamespaceCommand {}

    /** Read the configuration file again, here and on all other instances. Answered with {@link Done}. */
    record ReloadEverywhere() implements NamespaceCommand {}

    /** Done. */
    record Done() {}

    /** Who gave a namespace its options. */
    enum Origin {
        /** The configuration of the instance that answers. */
        FILE,
        /** Somebody by the API, for all instances. */
        API
    }

    /** A namespace as it holds. */
    record Entry(Namespace namespace, Origin origin) {}

    /** All namespaces by name, the default one first. */
    record Entries(List<Entry> entries) {
        /** Copies {@code entries}. */
        public Entries {
            entries = List.copyOf(entries);
        }
    }
}
