/**
 * What happens to connections, channels, users and instances, told to whoever asks for it.
 *
 * <p>The script that changes a group writes the event into the group's outbox, in the same slot: no change is without its
 * event. The instance then forwards what is in the outbox to the events channel, with the event's id as idempotency key, and
 * removes it afterwards; so does whoever cleans up after an instance that died. Until an outbox is known to be empty, the
 * instance has the group in its list of groups.
 */
@NullMarked
package dev.hub.core.event;

import org.jspecify.annotations.NullMarked;
