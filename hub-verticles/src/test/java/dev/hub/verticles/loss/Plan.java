package dev.hub.verticles.loss;

import dev.hub.verticles.loss.client.Writer;
import dev.hub.verticles.loss.judge.Tolerance;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Who does what in one run. Together with the fronts it fixes all choices.
 *
 * @param seed of all randomness
 * @param label distinguishes the channels of this run from those of others on the same servers
 * @param crowd who takes part
 * @param habit how writers write
 * @param patience how long readers may take to catch up at the end
 * @param tolerance what is no failure
 */
record Plan(long seed, String label, Crowd crowd, Writer.Habit habit, Duration patience, Tolerance tolerance) {
    /**
     * How many take part. The first half of the channels is written to by the shared writers, each of the others by one of
     * its own.
     *
     * @param channels how many
     * @param sharedWriters how many write to all channels of the first half
     * @param readers how many
     * @param sdkReaders how many of the official SDK come on top
     * @param channelsPerReader how many each subscribes to
     * @param restless whether two of three readers leave at random moments and come back
     */
    record Crowd(
            int channels, int sharedWriters, int readers, int sdkReaders, int channelsPerReader, boolean restless) {}

    /** The names of the channels. */
    List<String> channels() {
        return IntStream.range(0, crowd.channels())
                .mapToObj(i -> "loss:" + label + "-" + i)
                .toList();
    }

    /** Where in the servers each of them is. */
    List<String> hashTags() {
        return channels().stream().map(channel -> "{c:" + channel + "}").toList();
    }

    List<String> sharedChannels() {
        return channels().subList(0, (crowd.channels() + 1) / 2);
    }

    List<String> ownedChannels() {
        return channels().subList((crowd.channels() + 1) / 2, crowd.channels());
    }
}
