package dev.hub.core.bus;

/** What the LeaderVerticles tell each other. Answered with {@link ConnectionControl.Affected}. */
public sealed interface LeaderControl extends LeaderCommand, InstanceControl {
    /** Nobody leads any more: whoever can is to. */
    record Vacant() implements LeaderControl {}
}
