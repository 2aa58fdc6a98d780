/** Channels as values: their names, namespaces, publications. Pure; depends on nothing but the JDK. */
@NullMarked
package dev.hub.core.channel;

import org.jspecify.annotations.NullMarked;
