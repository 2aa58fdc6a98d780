/** Which namespaces hold on this instance: those of its configuration file, and over them those set by the API. */
@NullMarked
package dev.hub.verticles.namespace;

import org.jspecify.annotations.NullMarked;
