package dev.hub.verticles.decision;

import dev.hub.core.decision.Question;
import dev.hub.core.decision.Topic;
import dev.hub.core.metrics.HubMetrics;
import dev.hub.core.metrics.MeterGroup;
import dev.hub.core.metrics.Tally;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts how one endpoint does, and says in the log what is wrong with it. Belongs to one event loop. */
final class CallbackReports {
    private static final Logger LOG = LoggerFactory.getLogger(CallbackReports.class);
    private static final String ANSWERED = "answered";
    private static final String INVALID = "invalid";

    /** A fault that comes again and again is told so often, with the number of those in between. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private final String name;
    private final InstantSource clock;
    private final MeterGroup meters;
    private final Timer durations;
    private final Tally pauses = new Tally();
    private final Map<String, Tally> results = new HashMap<>();
    private final Map<String, Silence> silences = new HashMap<>();
    private String lastOutage = "";

    CallbackReports(String name, InstantSource clock, MeterRegistry registry) {
        this.name = name;
        this.clock = clock;
        this.meters = new MeterGroup(registry, "callback", name);
        this.durations = meters.timer(HubMetrics.CALLBACK_DURATION);
        meters.counter(HubMetrics.CALLBACK_PAUSES, pauses);
        count(ANSWERED);
        count(INVALID);
        for (CallFault.Kind kind : CallFault.Kind.values()) {
            count(kind.word());
        }
    }

    private void count(String result) {
        Tally tally = new Tally();
        results.put(result, tally);
        meters.counter(HubMetrics.CALLBACKS, tally, result);
    }

    private static final class Silence {
        private long until;
        private int passedOver;
    }

    void export(CallGate gate) {
        meters.gauge(HubMetrics.CALLBACKS_RUNNING, gate.running());
        meters.gauge(HubMetrics.CALLBACKS_WAITING, gate.waiting());
    }

    Asking begin(Question<?> question) {
        return new Asking(question.topic(), question.caller().client(), clock.millis());
    }

    /** One question on its way to its answer. */
    final class Asking {
        private final Topic topic;
        private final String client;
        private final long begun;

        private Asking(Topic topic, String client, long begun) {
            this.topic = topic;
            this.client = client;
            this.begun = begun;
        }

        void answered() {
            end(ANSWERED);
        }

        void failed(Throwable cause) {
            String result = cause instanceof CallFault fault ? fault.kind().word() : INVALID;
            end(result);
            String count = countUnlessSilent(result);
            if (!count.isEmpty()) {
                LOG.warn(
                        "Callback {} gave no valid answer to {} of client {}, which is refused: {}{}",
                        name,
                        topic.word(),
                        client,
                        cause.getMessage(),
                        count);
            }
        }

        private void end(String result) {
            results.getOrDefault(result, new Tally()).add(1);
            durations.record(Duration.ofMillis(Math.max(0, clock.millis() - begun)));
        }
    }

    /** What to put behind the complaint; empty when it is to be passed over. */
    private String countUnlessSilent(String result) {
        Silence silence = silences.computeIfAbsent(result, first -> new Silence());
        long now = clock.millis();
        if (now < silence.until) {
            silence.passedOver++;
            return "";
        }
        String count =
                silence.passedOver == 0 ? "." : " (" + silence.passedOver + " more like it since the last message)";
        silence.until = now + SILENCE.toMillis();
        silence.passedOver = 0;
        return count;
    }

    void outage(CallFault fault) {
        lastOutage = String.valueOf(fault.getMessage());
    }

    void paused(Duration pause) {
        pauses.add(1);
        LOG.warn(
                "Callback {} fails too often and is left alone for {} ms; last: {}",
                name,
                pause.toMillis(),
                lastOutage);
    }

    void resumed() {
        LOG.info("Callback {} answers again", name);
    }

    void close() {
        meters.close();
    }
}
