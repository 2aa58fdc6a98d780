package dev.hub.core.job;

import dev.hub.core.channel.Payload;
import java.util.Optional;

/**
 * What became of a job that another waits for, as it is kept with that one, also when the child itself is gone.
 *
 * @param queue where it is, if that is another one than its parent's
 * @param name which sort of work it was submitted as
 * @param end how it ended; empty while it is not over
 * @param result what it gave, when it is done
 * @param error what went wrong, when it ended otherwise
 */
public record JobChild(
        String id,
        Optional<QueueName> queue,
        String name,
        Optional<JobState> end,
        Optional<Payload> result,
        String error) {}
