/** Patterns of channel names, and the trie that finds all patterns of a channel in one walk. Pure; depends on nothing but the JDK. */
@NullMarked
package dev.hub.core.pattern;

import org.jspecify.annotations.NullMarked;
