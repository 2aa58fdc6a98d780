package dev.hub.verticles.ratelimit.budget;

import dev.hub.core.ratelimit.budget.HabitStore;
import dev.hub.core.ratelimit.budget.Habits;
import dev.hub.core.ratelimit.budget.Reservation.Model;
import dev.hub.core.ratelimit.budget.Usage;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How much calls use, as it was known a moment ago. Never waits long: an estimate is only that. Belongs to one event loop. */
final class HabitCache {
    /** How long what was read is gone by. */
    static final Duration KEPT = Duration.ofSeconds(5);

    private static final Duration PATIENCE = Duration.ofMillis(250);
    private static final int MOST = 10_000;
    private static final Logger LOG = LoggerFactory.getLogger(HabitCache.class);

    private final HabitStore store;
    private final LongSupplier nanos;
    private final Map<Key, Kept> recent = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Kept> eldest) {
            return size() > MOST;
        }
    };

    HabitCache(HabitStore store, LongSupplier nanos) {
        this.store = store;
        this.nanos = nanos;
    }

    private record Key(String model, String tenant) {
        private static Key of(Model model) {
            return new Key(model.name(), model.tenant());
        }
    }

    private record Kept(Future<Habits> habits, long at) {}

    /** What is known; nothing when Valkey does not say. */
    Future<Habits> of(Model model) {
        Kept known = recent.get(Key.of(model));
        if (known != null && nanos.getAsLong() - known.at() < KEPT.toNanos()) {
            return known.habits();
        }
        Future<Habits> reading = store.read(model)
                .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .otherwise(Habits.NONE);
        keep(model, reading);
        return reading;
    }

    private void keep(Model model, Future<Habits> habits) {
        recent.remove(Key.of(model));
        recent.put(Key.of(model), new Kept(habits, nanos.getAsLong()));
    }

    /** Takes in what a call used. Nobody waits for it. */
    void learn(Model model, Usage used) {
        if (used.inputTokens() > 0 || used.outputTokens() > 0) {
            store.learn(model, used)
                    .onSuccess(habits -> keep(model, Future.succeededFuture(habits)))
                    .onFailure(cause -> LOG.debug("Nothing is learned from a call: {}", cause.getMessage()));
        }
    }
}
