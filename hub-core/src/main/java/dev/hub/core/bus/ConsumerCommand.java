package dev.hub.core.bus;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.consumer.ConsumerDelivery;
import dev.hub.core.consumer.ConsumerId;
import dev.hub.core.consumer.ConsumerInfo;
import dev.hub.core.consumer.ConsumerSettings;
import dev.hub.core.consumer.DeadLetter;
import dev.hub.core.consumer.Revived;
import dev.hub.core.consumer.Settled;
import java.util.List;

/** What the ConsumerVerticle is asked to do. Rights were checked before. */
public sealed interface ConsumerCommand {
    /** Make the consumer, or change its settings. Answered with {@link Created}. */
    record Create(ConsumerId consumer, ConsumerSettings settings) implements ConsumerCommand {}

    /** Forget the consumer and its dead letters. Answered with {@link Deleted}. */
    record Delete(ConsumerId consumer) implements ConsumerCommand {}

    /** Tell the consumers of a channel or pattern. Answered with {@link Listing}. */
    record ListAll(ChannelName channel) implements ConsumerCommand {}

    /** Tell how the consumer is doing. Answered with {@link ConsumerInfo}. */
    record Describe(ConsumerId consumer) implements ConsumerCommand {}

    /**
     * Lease publications. Answered with {@link Batch}.
     *
     * @param max most deliveries, 1 to 1000
     * @param waitMillis how long to wait while there are none, 0 to {@value #MAX_WAIT_MILLIS}
     */
    record Fetch(ConsumerId consumer, int max, long waitMillis) implements ConsumerCommand {
        /** Longest wait. */
        public static final long MAX_WAIT_MILLIS = 30_000;
    }

    /** End deliveries: the work is done. Answered with {@link Settled}. */
    record Acknowledge(ConsumerId consumer, String epoch, List<Long> offsets) implements ConsumerCommand {
        /** Copies {@code offsets}. */
        public Acknowledge {
            offsets = List.copyOf(offsets);
        }
    }

    /** Make deliveries again after {@code delayMillis}, for they failed. Answered with {@link Settled}. */
    record Refuse(ConsumerId consumer, String epoch, List<Long> offsets, long delayMillis) implements ConsumerCommand {
        /** Copies {@code offsets}. */
        public Refuse {
            offsets = List.copyOf(offsets);
        }
    }

    /** Give deliveries {@code millis} from now. Answered with {@link Settled}. */
    record Extend(ConsumerId consumer, String epoch, List<Long> offsets, long millis) implements ConsumerCommand {
        /** Copies {@code offsets}. */
        public Extend {
            offsets = List.copyOf(offsets);
        }
    }

    /** Put deliveries aside as dead letters, for they are given up. Answered with {@link Settled}. */
    record Bury(ConsumerId consumer, String epoch, List<Long> offsets) implements ConsumerCommand {
        /** Copies {@code offsets}. */
        public Bury {
            offsets = List.copyOf(offsets);
        }
    }

    /** Tell dead letters, oldest first, those after the letter with the id {@code after}. Answered with {@link DeadLetters}. */
    record ListDead(ConsumerId consumer, String after, int limit) implements ConsumerCommand {}

    /** Deliver dead letters again; the oldest thousand when none are named. Answered with {@link Revived}. */
    record RetryDead(ConsumerId consumer, List<String> ids) implements ConsumerCommand {
        /** Copies {@code ids}. */
        public RetryDead {
            ids = List.copyOf(ids);
        }
    }

    /** Throw dead letters away; all when none are named. Answered with {@link Purged}. */
    record PurgeDead(ConsumerId consumer, List<String> ids) implements ConsumerCommand {
        /** Copies {@code ids}. */
        public PurgeDead {
            ids = List.copyOf(ids);
        }
    }

    /**
     * From now on send deliveries to {@code worker}; to one that is attached already, with another bound. Answered with
     * {@link Attached}.
     *
     * @param maxInFlight deliveries that it may have at a time, 1 to 1000
     */
    record Attach(ConsumerId consumer, ConsumerWorker worker, int maxInFlight) implements ConsumerCommand {}

    /** Send {@code worker} nothing more; what it has not acknowledged is for others at once. Answered with {@link Detached}. */
    record Detach(ConsumerId consumer, ConsumerWorker worker) implements ConsumerCommand {}

    /** It exists now. */
    record Created(boolean isNew) {}

    /** It does not exist now. */
    record Deleted(boolean wasThere) {}

    /** The consumers of a channel, by name. */
    record Listing(List<Entry> entries) {
        /** Copies {@code entries}. */
        public Listing {
            entries = List.copyOf(entries);
        }
    }

    /** A consumer and how it is doing. */
    record Entry(ConsumerId consumer, ConsumerInfo info) {}

    /**
     * Publications to work on and then to acknowledge; perhaps none.
     *
     * @param epoch of the offsets
     * @param lost publications that were lost for the consumer since it was last told so
     * @param ackTimeoutMillis how long they may take
     */
    record Batch(String epoch, long lost, long ackTimeoutMillis, List<ConsumerDelivery> deliveries) {
        /** Copies {@code deliveries}. */
        public Batch {
            deliveries = List.copyOf(deliveries);
        }
    }

    /** Dead letters, oldest first. */
    record DeadLetters(List<DeadLetter> letters) {
        /** Copies {@code letters}. */
        public DeadLetters {
            letters = List.copyOf(letters);
        }
    }

    /** So many dead letters were thrown away. */
    record Purged(int count) {}

    /** Deliveries come to the worker. */
    record Attached(ConsumerSettings settings) {}

    /** None come any more. */
    record Detached(boolean wasAttached) {}
}
