/** How much this instance can do at the moment, and what it sheds when that is too little. */
@NullMarked
package dev.hub.core.capacity;

import org.jspecify.annotations.NullMarked;
