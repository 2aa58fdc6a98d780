/** Where a loss test plays: real servers, real hubs, and what is done to them. Its calls block. */
@NullMarked
package dev.hub.verticles.loss.scene;

import org.jspecify.annotations.NullMarked;
