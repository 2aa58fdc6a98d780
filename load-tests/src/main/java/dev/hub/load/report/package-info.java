/** Medians, ratios, targets, and the files that keep them. */
@NullMarked
package dev.hub.load.report;

import org.jspecify.annotations.NullMarked;
