package dev.hub.websocket.metering;

import dev.hub.core.metrics.HubMetrics;
import dev.hub.core.metrics.MeterGroup;
import dev.hub.core.metrics.Tally;
import dev.hub.core.protocol.CloseCode;
import dev.hub.core.protocol.Command;
import dev.hub.core.protocol.ErrorCode;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The counters of one event loop, which alone counts; the registry reads. A counter with a code or a kind appears when
 * the first of its kind happens.
 */
public final class LoopCounters {
    private static final String OTHER = "other";
    private static final String GONE = "gone";

    private final MeterGroup meters;
    private final Map<String, Tally> closed = new HashMap<>();
    private final Map<String, Tally> refused = new HashMap<>();
    private final Map<String, Tally> refusedHandshakes = new HashMap<>();
    private final Map<String, Tally> commands = new HashMap<>();
    private final Tally connections = new Tally();
    private final Tally opened = new Tally();
    private final Tally slow = new Tally();
    private final Tally dropped = new Tally();
    private final Tally busy = new Tally();
    private long received;

    /** The counters of event loop number {@code loop}. */
    public LoopCounters(MeterRegistry registry, int loop) {
        meters = new MeterGroup(registry, "loop", Integer.toString(loop));
        meters.gauge(HubMetrics.CONNECTIONS, connections);
        export(HubMetrics.CONNECTIONS_OPENED, opened);
        export(HubMetrics.SLOW_CONSUMERS, slow);
        export(HubMetrics.MESSAGES_DROPPED, dropped);
        export(HubMetrics.COMMANDS_BUSY, busy);
    }

    /** Exports what is counted elsewhere on this loop. */
    public void export(HubMetrics metric, Tally tally) {
        meters.counter(metric, tally);
    }

    /** Exports a level that is kept elsewhere on this loop. */
    public void exportLevel(HubMetrics metric, Tally tally) {
        meters.gauge(metric, tally);
    }

    private void count(Map<String, Tally> tallies, HubMetrics metric, String value) {
        Tally tally = tallies.get(value);
        if (tally == null) {
            tally = new Tally();
            tallies.put(value, tally);
            meters.counter(metric, tally, value);
        }
        tally.add(1);
    }

    /** Open connections. */
    public long connections() {
        return connections.value();
    }

    /** A WebSocket was opened. */
    public void opened() {
        opened.add(1);
        connections.add(1);
    }

    /** The hub closed a connection. */
    public void closed(int code) {
        count(closed, HubMetrics.CONNECTIONS_CLOSED, closeCode(code));
        if (code == CloseCode.SLOW.code()) {
            slow.add(1);
        }
    }

    /** A connection ended from the other side. */
    public void gone() {
        count(closed, HubMetrics.CONNECTIONS_CLOSED, GONE);
    }

    /** A socket is no more. */
    public void released() {
        connections.add(-1);
    }

    /** A command came. */
    public void command(Command command) {
        received++;
        count(commands, HubMetrics.COMMANDS, kind(command));
    }

    /** Commands that came so far. */
    public long received() {
        return received;
    }

    /** A command was refused with an error. */
    public void refused(int code) {
        String value = ErrorCode.of(code).isPresent() ? Integer.toString(code) : OTHER;
        count(refused, HubMetrics.COMMANDS_REFUSED, value);
    }

    /** An upgrade was refused. */
    public void refusedHandshake(int status) {
        count(refusedHandshakes, HubMetrics.HANDSHAKES_REFUSED, Integer.toString(status));
    }

    /** A command was refused because too much waits for slow clients. */
    public void busy() {
        busy.add(1);
    }

    /** Nobody took a client's message. */
    public void dropped() {
        dropped.add(1);
    }

    /** Takes the meters out of the registry. */
    public void close() {
        meters.close();
    }

    private static String closeCode(int code) {
        return Arrays.stream(CloseCode.values()).anyMatch(each -> each.code() == code) ? Integer.toString(code) : OTHER;
    }

    private static String kind(Command command) {
        return switch (command) {
            case Command.Connect connect -> "connect";
            case Command.Subscribe subscribe -> "subscribe";
            case Command.Unsubscribe unsubscribe -> "unsubscribe";
            case Command.Publish publish -> "publish";
            case Command.Presence presence -> "presence";
            case Command.PresenceStats stats -> "presence_stats";
            case Command.History history -> "history";
            case Command.Rpc rpc -> "rpc";
            case Command.Send send -> "send";
            case Command.Refresh refresh -> "refresh";
            case Command.SubRefresh refresh -> "sub_refresh";
            case Command.Ping ping -> "ping";
            case Command.Pong pong -> "pong";
        };
    }
}
