/** Live status of the hub as channels, published only while somebody watches. */
@NullMarked
package dev.hub.verticles.dashboard;

import org.jspecify.annotations.NullMarked;
