/** The difference between two payloads in the Fossil delta format, as client SDKs apply it. Pure; depends on nothing but the JDK. */
@NullMarked
package dev.hub.core.delta;

import org.jspecify.annotations.NullMarked;
