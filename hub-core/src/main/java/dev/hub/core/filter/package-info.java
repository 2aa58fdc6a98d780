/** Conditions on the tags of publications, with which subscribers choose what they get. Pure; depends on nothing but the JDK. */
@NullMarked
package dev.hub.core.filter;

import org.jspecify.annotations.NullMarked;
