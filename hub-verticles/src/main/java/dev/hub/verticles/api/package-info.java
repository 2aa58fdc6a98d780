/** What is served over HTTP: the API for back ends, health, metrics, and the page to try the hub with. */
@NullMarked
package dev.hub.verticles.api;

import org.jspecify.annotations.NullMarked;
