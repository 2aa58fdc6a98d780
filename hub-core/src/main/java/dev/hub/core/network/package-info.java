/** IP addresses and networks, as others write them. Pure; nobody is asked for names. */
@NullMarked
package dev.hub.core.network;

import org.jspecify.annotations.NullMarked;
