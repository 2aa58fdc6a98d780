package dev.hub.core.job;

import dev.hub.core.valkey.Keyspace;

/** The names of what belongs to a queue, see docs/keys.md. */
record QueueKeys(Keyspace keyspace) {
    /** HASH of the queue itself; all other names begin with it. */
    String queue(QueueName queue) {
        return keyspace.queue(queue.value());
    }

    /** HASH of a job. */
    String job(QueueName queue, String id) {
        return queue(queue) + ":j:" + id;
    }

    /** LIST of what its workers logged. */
    String log(QueueName queue, String id) {
        return queue(queue) + ":log:" + id;
    }

    /** The ZSET of the jobs of a state: what follows the queue's name. Of ready jobs, those without group. */
    String list(JobState state) {
        return state == JobState.ACTIVE ? "lease" : state.word();
    }

    /** STREAM of what became of jobs. */
    String events(QueueName queue) {
        return queue(queue) + ":ev";
    }

    /** ZSET of jobs whose followers are still to be told. */
    String tell(QueueName queue) {
        return queue(queue) + ":tell";
    }

    /** What the pub/sub channels begin with on which instances are woken. */
    String wake(QueueName queue) {
        return queue(queue) + ":wake:";
    }

    /** Pub/sub channel that tells ids of jobs that are over and were waited for. */
    String ended(QueueName queue) {
        return queue(queue) + ":ended";
    }

    /** Pub/sub channel that tells that there are events, while somebody waits for some. */
    String news(QueueName queue) {
        return queue(queue) + ":news";
    }
}
