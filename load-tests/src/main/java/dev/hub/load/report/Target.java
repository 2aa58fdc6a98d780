package dev.hub.load.report;

import java.util.Optional;

/**
 * What is asked of the hub, and whether it is reached.
 *
 * @param text the target
 * @param reached empty when it was not measured
 * @param measured the figure that decides, as text; what is missing when it was not measured
 */
public record Target(String text, Optional<Boolean> reached, String measured) {
    /** As a table shows it. */
    public String verdict() {
        return reached.map(yes -> yes ? "reached" : "MISSED").orElse("not measured");
    }
}
