package dev.hub.verticles.ratelimit.rules;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ConnectionControl.Affected;
import dev.hub.core.bus.Health;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.LimitControl.RulesChanged;
import dev.hub.core.bus.LimitRuleCommand;
import dev.hub.core.bus.LimitRuleCommand.DeletePrice;
import dev.hub.core.bus.LimitRuleCommand.DeleteRule;
import dev.hub.core.bus.LimitRuleCommand.ListAll;
import dev.hub.core.bus.LimitRuleCommand.Log;
import dev.hub.core.bus.LimitRuleCommand.Look;
import dev.hub.core.bus.LimitRuleCommand.PutPrice;
import dev.hub.core.bus.LimitRuleCommand.PutRule;
import dev.hub.core.bus.LimitRuleCommand.ReadLog;
import dev.hub.core.config.RateLimitsConfig;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.ratelimit.CurrentLimits;
import dev.hub.core.ratelimit.store.RuleStore;
import dev.hub.core.valkey.Valkey;
import dev.hub.core.valkey.ValkeyAccess;
import dev.hub.verticles.refusal.ValkeyRefusals;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the rules of limits and the prices up to date on this instance. One per instance; it alone replaces what
 * {@link CurrentLimits} holds.
 *
 * <p>A change is in force on all instances when its asker is answered. One that did not hear it is named to the asker, and
 * finds it as soon as it is back, or at its next look, after {@link #LOOK} at most. Until Valkey was read once, the rules of
 * the file and the built-in ones hold.
 */
public final class LimitRuleVerticle extends VerticleBase {
    /** Time between two looks at the version in Valkey. */
    static final Duration LOOK = Duration.ofSeconds(3);

    private static final String SOURCE = "limits";
    private static final Logger LOG = LoggerFactory.getLogger(LimitRuleVerticle.class);

    private final ValkeyAccess access;
    private final HubBus bus;
    private final RuleBook book;
    private @Nullable Valkey valkey;
    private @Nullable Future<Void> reading;

    /** A keeper that is not deployed yet. */
    public LimitRuleVerticle(ValkeyAccess access, HubBus bus, CurrentLimits current, RateLimitsConfig config) {
        this.access = access;
        this.bus = bus;
        this.book = new RuleBook(config, current);
    }

    @Override
    public Future<?> start() {
        Valkey connection = access.connect(vertx);
        valkey = connection;
        RuleStore store = new RuleStore(connection, access.keys());
        RuleChanges changes = new RuleChanges(store, bus, book);
        tellHealth();
        connection.onReadiness(ready -> {
            if (ready) {
                look(store);
            }
        });
        vertx.setPeriodic(LOOK.toMillis(), tick -> look(store));
        return bus.answer(
                        Addresses.RATE_LIMIT_RULES, LimitRuleCommand.class, command -> execute(command, store, changes))
                .completion();
    }

    private Future<?> execute(LimitRuleCommand command, RuleStore store, RuleChanges changes) {
        Future<?> done = switch (command) {
            case PutRule put -> changes.put(put);
            case DeleteRule delete -> changes.delete(delete);
            case PutPrice put -> changes.put(put);
            case DeletePrice delete -> changes.delete(delete);
            case ListAll list -> Future.succeededFuture(book.entries());
            case ReadLog log -> store.log(log.before(), log.limit()).map(Log::new);
            case Look look -> {
                look(store);
                yield Future.succeededFuture(Affected.NONE);
            }
            case RulesChanged changed -> catchUp(changed, store);
        };
        return done.recover(ValkeyRefusals::refuse);
    }

    private Future<Affected> catchUp(RulesChanged changed, RuleStore store) {
        if (book.isAt(changed.version())) {
            return Future.succeededFuture(Affected.NONE);
        }
        return read(store)
                .compose(read -> book.isAtLeast(changed.version())
                        ? Future.succeededFuture(Affected.NONE)
                        : Future.failedFuture(HubException.of(ErrorCode.INTERNAL)));
    }

    private void look(RuleStore store) {
        store.version()
                .compose(version -> book.isAt(version) ? Future.succeededFuture() : read(store))
                .onFailure(cause -> LOG.debug("No look at the rules of limits: {}", cause.getMessage()));
    }

    /** A reading that began before somebody asked might miss what he asks for: another one follows it. */
    private Future<Void> read(RuleStore store) {
        Future<Void> before = reading;
        Future<Void> next = before == null ? readNow(store) : before.transform(done -> readNow(store));
        reading = next;
        return next.onComplete(done -> {
            if (next.equals(reading)) {
                reading = null;
            }
        });
    }

    private Future<Void> readNow(RuleStore store) {
        return store.read()
                .onSuccess(stored -> {
                    boolean isNews = !book.isKnown();
                    book.take(stored);
                    if (isNews) {
                        tellHealth();
                    }
                })
                .mapEmpty();
    }

    private void tellHealth() {
        boolean isKnown = book.isKnown();
        bus.send(
                Addresses.HEALTH,
                new Health(SOURCE, isKnown, isKnown ? "known" : "those set by the API are not known yet"));
    }

    @Override
    public Future<?> stop() {
        return valkey == null ? Future.succeededFuture() : valkey.close();
    }
}
