package dev.hub.core.valkey;

import java.time.Duration;

/** What happens to a running private server by itself. */
public sealed interface PrivateServerEvent {
    /**
     * It ended unasked and will be started again.
     *
     * @param exitCode of the process; 128 + n after signal n
     * @param lastOutput the end of its log, for people
     */
    record Crashed(int exitCode, String lastOutput) implements PrivateServerEvent {}

    /**
     * It answers again, with the data that had reached its disk.
     *
     * @param outage from the crash to now
     */
    record Restarted(Duration outage) implements PrivateServerEvent {}
}
