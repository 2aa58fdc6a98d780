package dev.hub.verticles.decision;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.CallbackQuestion;
import dev.hub.core.bus.HubBus;
import dev.hub.core.config.EndpointConfig;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the application at the endpoints that are configured; knows how each of them does. */
public final class DecisionVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(DecisionVerticle.class);

    private final HubBus bus;
    private final List<EndpointConfig> endpoints;
    private final MeterRegistry registry;
    private final InstantSource clock;
    private final Map<String, Callback> callbacks = new HashMap<>();

    /** Not deployed yet. */
    public DecisionVerticle(HubBus bus, List<EndpointConfig> endpoints, MeterRegistry registry, InstantSource clock) {
        this.bus = bus;
        this.endpoints = List.copyOf(endpoints);
        this.registry = registry;
        this.clock = clock;
    }

    @Override
    public Future<?> start() {
        for (EndpointConfig endpoint : endpoints) {
            CallbackReports reports = new CallbackReports(endpoint.name(), clock, registry);
            CallbackClient client = new CallbackClient(vertx, endpoint, clock);
            callbacks.put(endpoint.name(), new Callback(vertx, endpoint, client, reports));
        }
        return bus.answer(Addresses.DECISIONS, CallbackQuestion.class, this::ask)
                .completion();
    }

    /** A namespace that was defined while the hub runs may name an endpoint that is not configured here. */
    private Future<?> ask(CallbackQuestion asked) {
        Callback callback = callbacks.get(asked.callback());
        if (callback == null) {
            LOG.warn(
                    "Client {} is refused because callbacks.endpoints has none named {}, which {} is asked of",
                    asked.question().caller().client(),
                    asked.callback(),
                    asked.question().topic().word());
            return Future.failedFuture(HubException.of(ErrorCode.INTERNAL));
        }
        return callback.ask(asked.question());
    }

    @Override
    public Future<?> stop() {
        return Future.join(callbacks.values().stream().map(Callback::close).toList());
    }
}
