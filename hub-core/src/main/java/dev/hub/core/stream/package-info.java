/** The streams of channels in Valkey: places of publications, publishing, reading, and whether what was read is whole. */
@NullMarked
package dev.hub.core.stream;

import org.jspecify.annotations.NullMarked;
