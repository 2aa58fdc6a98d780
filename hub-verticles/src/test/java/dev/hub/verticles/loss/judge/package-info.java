/**
 * What a loss test holds against the hub: what was acknowledged, what each reader went through, and where the two
 * disagree. Pure: knows no sockets, servers or clocks. Used from one thread.
 */
@NullMarked
package dev.hub.verticles.loss.judge;

import org.jspecify.annotations.NullMarked;
