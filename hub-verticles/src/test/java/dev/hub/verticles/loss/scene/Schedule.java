package dev.hub.verticles.loss.scene;

import dev.hub.verticles.loss.scene.Servers.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/** Which faults come when. One random source fixes it all. */
public record Schedule(List<Step> steps) {
    private static final int CALM_MILLIS = 200;
    private static final int MORE_CALM_MILLIS = 600;

    public Schedule {
        steps = List.copyOf(steps);
    }

    /**
     * A fault and the calm before it.
     *
     * @param calm since everything was well again
     */
    public record Step(Duration calm, Fault fault) {}

    /** Every fault that the topology can have, as often as {@code times} says, in a random order. */
    public static Schedule of(Topology topology, List<String> keys, int hubs, int times, RandomGenerator random) {
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            faults.addAll(each(topology, keys, hubs, random));
        }
        return shuffled(faults, random);
    }

    /** These faults, in a random order. */
    public static Schedule shuffled(List<Fault> faults, RandomGenerator random) {
        List<Fault> all = new ArrayList<>(faults);
        Collections.shuffle(all, Random.from(random));
        return new Schedule(all.stream()
                .map(fault -> new Step(Duration.ofMillis(CALM_MILLIS + random.nextInt(MORE_CALM_MILLIS)), fault))
                .toList());
    }

    /** Every fault that the topology can have, once. */
    public static List<Fault> each(Topology topology, List<String> keys, int hubs, RandomGenerator random) {
        List<Fault> faults = new ArrayList<>(List.of(
                new Fault.CutSubscriberLinks(),
                new Fault.CutAllLinks(),
                new Fault.FlushScripts(),
                new Fault.KillPrimary(any(keys, random)),
                new Fault.KillHub(random.nextInt(hubs)),
                new Fault.Freeze(any(keys, random), Duration.ofMillis(random.nextLong(100, 300)))));
        switch (topology) {
            case STANDALONE ->
                faults.add(new Fault.Blackhole(random.nextInt(hubs), Duration.ofMillis(random.nextLong(500, 2_500))));
            case SENTINEL -> faults.add(new Fault.FailOver(any(keys, random)));
            case CLUSTER ->
                faults.addAll(List.of(new Fault.FailOver(any(keys, random)), new Fault.MoveSlot(any(keys, random))));
        }
        return faults;
    }

    private static String any(List<String> keys, RandomGenerator random) {
        return keys.get(random.nextInt(keys.size()));
    }
}
