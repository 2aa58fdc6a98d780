package dev.hub.core.job;

import java.util.Optional;

/** Settings of a group that are to be changed, as {@link GroupSettings} has them; those that are empty stay as they are. */
public record GroupChange(Optional<Integer> weight, Optional<Integer> concurrency, Optional<Boolean> paused) {
    /** Nothing is to be changed. */
    public static final GroupChange NONE = new GroupChange(Optional.empty(), Optional.empty(), Optional.empty());

    /** Checks the ranges. */
    public GroupChange {
        weight.ifPresent(GroupSettings::requireWeight);
        concurrency.ifPresent(GroupSettings::requireConcurrency);
    }

    /** To exactly these. */
    public static GroupChange to(GroupSettings settings) {
        return new GroupChange(
                Optional.of(settings.weight()), Optional.of(settings.concurrency()), Optional.of(settings.paused()));
    }
}
