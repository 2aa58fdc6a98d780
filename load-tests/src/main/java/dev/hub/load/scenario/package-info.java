/** What is measured: fan-out, idle crowds and connect storms, in interleaved rounds. */
@NullMarked
package dev.hub.load.scenario;

import org.jspecify.annotations.NullMarked;
