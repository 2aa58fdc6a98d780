package dev.hub.core.bus;

/** What the keeper of the namespaces is told by others, on this instance or another. */
public sealed interface NamespaceControl extends NamespaceCommand, InstanceControl {
    /**
     * Namespaces may have changed in Valkey: look. Not answered.
     *
     * @param version what they have become; empty when the teller does not know
     */
    record Reread(String version) implements NamespaceControl {}

    /** Read the configuration file again. Not answered. */
    record ReloadFile() implements NamespaceControl {}
}
