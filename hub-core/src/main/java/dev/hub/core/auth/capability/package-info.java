/** What holders of tokens may do beyond what namespaces allow to everybody. Pure values. */
@NullMarked
package dev.hub.core.auth.capability;

import org.jspecify.annotations.NullMarked;
