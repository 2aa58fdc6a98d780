package dev.hub.verticles.loss.scene;

import dev.hub.core.testkit.Engine;
import picocli.CommandLine.Option;

/** Which servers a command breaks. */
public final class EngineOption {
    @Option(
            names = "--engine",
            paramLabel = "E",
            defaultValue = "VALKEY",
            description = "One of ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private Engine engine = Engine.VALKEY;

    /** Valkey unless told otherwise. */
    public EngineOption() {}

    /** What runs. */
    public Engine engine() {
        return engine;
    }
}
