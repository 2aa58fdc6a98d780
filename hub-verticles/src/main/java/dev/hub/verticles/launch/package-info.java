/** Where the hub is put together: configuration in, running verticles out; and the command line. */
@NullMarked
package dev.hub.verticles.launch;

import org.jspecify.annotations.NullMarked;
