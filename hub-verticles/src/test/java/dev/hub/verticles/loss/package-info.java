/**
 * The loss test: writers that do not let go of a publication before it is acknowledged, readers that come and go, and
 * everything that can break breaking meanwhile. Every reader must get every acknowledged publication once and in order.
 * It speaks only the wire, to hubs in processes of their own.
 */
@NullMarked
package dev.hub.verticles.loss;

import org.jspecify.annotations.NullMarked;
