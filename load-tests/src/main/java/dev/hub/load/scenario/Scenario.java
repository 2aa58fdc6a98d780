package dev.hub.load.scenario;

import dev.hub.load.crowd.RunFailed;
import dev.hub.load.report.Metric;
import dev.hub.load.server.Contender;
import dev.hub.load.server.RunningServer;
import java.util.List;
import java.util.Map;

/** Something that can be measured of any server under test. */
public sealed interface Scenario permits FanOut, OpenFanOut, IdleCrowd, ConnectStorm {
    /** Short, unique within a report. */
    String name();

    /** All parameters, in a sentence. */
    String description();

    /** The figures it gives, in the order of a table. */
    List<Metric> metrics();

    /** Whether every measurement needs a server that nothing was done to before. */
    boolean needsFreshServer();

    /**
     * Measures, once. Takes seconds.
     *
     * @throws RunFailed when what came back is not what must come, so that figures would mean nothing
     */
    Map<Metric, Double> measure(Contender contender, RunningServer server, Instruments instruments);
}
