package dev.hub.load.scenario;

import dev.hub.load.crowd.RunFailed;
import dev.hub.load.proc.CpuClock;
import dev.hub.load.proc.JavaHeap;
import dev.hub.load.proc.MachineClock;
import dev.hub.load.proc.ResidentMemory;
import dev.hub.load.proc.Tool;
import dev.hub.load.server.Contender;
import dev.hub.load.server.RunningServer;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** What measurements read from the machine, and for how long they run. */
public record Instruments(CpuClock cpu, MachineClock machine, ResidentMemory memory, JavaHeap heap, Times times) {
    /**
     * How long a measurement runs.
     *
     * @param warmUp before anything is measured
     * @param measured the window
     * @param runIn what a server that compiles its code while it runs is under load for, after its start, before anything counts
     */
    public record Times(Duration warmUp, Duration measured, Duration runIn) {}

    Duration warmUp() {
        return times.warmUp;
    }

    Duration measured() {
        return times.measured;
    }

    Duration runIn(Contender contender) {
        return contender.collector() == Contender.Collector.NATIVE ? Duration.ZERO : times.runIn;
    }

    /** CPU seconds of the server with its child processes. */
    double serverSeconds(List<Long> family) {
        return cpu.seconds(family);
    }

    /** CPU seconds of this process: the generator. */
    double ownSeconds() {
        return cpu.seconds(List.of(ProcessHandle.current().pid()));
    }

    /** Has the server collect its garbage, twice, as far as its runtime can be asked to. */
    void collectGarbage(Contender contender, RunningServer server) {
        for (int i = 0; i < 2; i++) {
            switch (contender.collector()) {
                case JVM -> collectJava(server.pid());
                case NODE -> Tool.output(List.of("kill", "-USR2", Long.toString(server.pid())));
                case NATIVE -> {}
            }
        }
    }

    /** Bytes of live objects in the server's Java heap; empty for what is no JVM. */
    OptionalLong liveHeap(Contender contender, RunningServer server) {
        return contender.collector() == Contender.Collector.JVM ? heap.liveBytes(server.pid()) : OptionalLong.empty();
    }

    private void collectJava(long pid) {
        if (!heap.collect(pid)) {
            throw new RunFailed("jcmd cannot reach process " + pid + ": memory cannot be measured after a collection");
        }
    }
}
