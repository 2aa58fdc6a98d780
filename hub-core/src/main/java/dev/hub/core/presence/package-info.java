/**
 * Who is where: the members of channels and the connections of users, over all instances. A group of members lives in one
 * slot of Valkey; that its members live follows from the lease of the instance that holds them.
 */
@NullMarked
package dev.hub.core.presence;

import org.jspecify.annotations.NullMarked;
