/** What instances measured of the jobs of a queue, added up over all of them, and what that suggests. */
@NullMarked
package dev.hub.core.job.report;

import org.jspecify.annotations.NullMarked;
