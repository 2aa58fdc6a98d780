package dev.hub.core.bus;

/** What the keepers of the rules of limits tell each other. Answered with {@link ConnectionControl.Affected}. */
public sealed interface LimitControl extends LimitRuleCommand, InstanceControl {
    /**
     * Rules or prices changed: go by them before you answer.
     *
     * @param version that they have now, or a later one by the time it is read
     */
    record RulesChanged(String version) implements LimitControl {}
}
