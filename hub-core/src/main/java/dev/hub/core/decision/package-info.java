/** What the application is asked when clients want something, and what it answers. */
@NullMarked
package dev.hub.core.decision;

import org.jspecify.annotations.NullMarked;
