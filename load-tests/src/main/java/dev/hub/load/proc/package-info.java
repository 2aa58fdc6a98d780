/** What the kernel knows about a process: CPU time, resident memory, children, who listens on a port. */
@NullMarked
package dev.hub.load.proc;

import org.jspecify.annotations.NullMarked;
