package dev.hub.verticles.launch;

import java.util.Optional;

/** The version of this build. */
final class HubVersion {
    private HubVersion() {}

    /** As in the jar's manifest; {@code dev} when run from class files. */
    static String current() {
        return Optional.ofNullable(HubVersion.class.getPackage().getImplementationVersion())
                .orElse("dev");
    }
}
