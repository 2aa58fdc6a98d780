/** What the servers under test speak inside a frame, and how a publication carries the time it was sent. */
@NullMarked
package dev.hub.load.dialect;

import org.jspecify.annotations.NullMarked;
