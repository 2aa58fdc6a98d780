package dev.hub.verticles.loss.scene;

import dev.hub.core.testkit.Engine;
import dev.hub.verticles.loss.scene.Servers.Topology;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** On which servers and with how many hubs rounds of faults are played. */
public final class SceneOptions {
    @Option(
            names = "--topology",
            paramLabel = "T",
            description = "One of ${COMPLETION-CANDIDATES}; may be given several times. Default: all.")
    private List<Topology> topologies = List.of(Topology.values());

    @Mixin
    private EngineOption engine = new EngineOption();

    @Option(
            names = "--hubs",
            paramLabel = "N",
            defaultValue = "3",
            description = "How many hubs; default ${DEFAULT-VALUE}.")
    private int hubs;

    /** As long as nothing else is told: all topologies of Valkey. */
    public SceneOptions() {}

    /** One after the other. */
    public List<Topology> topologies() {
        return topologies;
    }

    /** What runs. */
    public Engine engine() {
        return engine.engine();
    }

    /** How many, at the same time. */
    public int hubs() {
        return hubs;
    }
}
