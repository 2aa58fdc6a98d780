package dev.hub.verticles.revocation;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ConnectionControl.Affected;
import dev.hub.core.bus.Health;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.NodeCommand;
import dev.hub.core.bus.RevocationCommand;
import dev.hub.core.bus.RevocationCommand.ListAll;
import dev.hub.core.bus.RevocationCommand.Look;
import dev.hub.core.bus.RevocationCommand.Put;
import dev.hub.core.bus.RevocationCommand.Remove;
import dev.hub.core.bus.RevocationCommand.Removed;
import dev.hub.core.bus.RevocationControl.Changed;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.revocation.CurrentRevocations;
import dev.hub.core.revocation.Revocation;
import dev.hub.core.revocation.RevocationStore;
import dev.hub.core.revocation.RevocationStore.Change;
import dev.hub.core.revocation.RevocationStore.Outcome;
import dev.hub.core.valkey.Valkey;
import dev.hub.core.valkey.ValkeyAccess;
import dev.hub.verticles.refusal.ValkeyRefusals;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what is taken back up to date on this instance. One per instance; it alone replaces what
 * {@link CurrentRevocations} holds.
 *
 * <p>A change is in force on all instances when its asker is answered. One that did not hear it is named to the asker, and
 * finds it as soon as it is back, or at its next look, after {@link #LOOK} at most.
 */
public final class RevocationVerticle extends VerticleBase {
    /** Time between two looks at the version in Valkey. */
    static final Duration LOOK = Duration.ofSeconds(3);

    private static final Duration TIDYING = Duration.ofMinutes(1);
    private static final String SOURCE = "revocations";
    private static final Logger LOG = LoggerFactory.getLogger(RevocationVerticle.class);

    private final ValkeyAccess access;
    private final HubBus bus;
    private final RevocationBook book;
    private @Nullable Valkey valkey;
    private @Nullable Future<Affected> reading;

    /** A keeper that is not deployed yet. */
    public RevocationVerticle(ValkeyAccess access, HubBus bus, CurrentRevocations current, InstantSource clock) {
        this.access = access;
        this.bus = bus;
        this.book = new RevocationBook(current, bus, clock);
    }

    @Override
    public Future<?> start() {
        Valkey connection = access.connect(vertx);
        valkey = connection;
        RevocationStore store = new RevocationStore(connection, access.keys());
        tellHealth();
        connection.onReadiness(ready -> {
            if (ready) {
                look(store);
            }
        });
        vertx.setPeriodic(LOOK.toMillis(), tick -> look(store));
        vertx.setPeriodic(TIDYING.toMillis(), tick -> book.tidy());
        return bus.answer(Addresses.REVOCATIONS, RevocationCommand.class, command -> execute(command, store))
                .completion();
    }

    private Future<?> execute(RevocationCommand command, RevocationStore store) {
        Future<?> done = switch (command) {
            case Put put ->
                store.put(put.revocation()).compose(change -> announce(change, List.of(put.revocation()), List.of()));
            case Remove remove ->
                store.remove(remove.field())
                        .compose(change -> announce(change, List.of(), List.of(remove.field()))
                                .map(told -> new Removed(change.outcome() == Outcome.DONE)));
            case ListAll list -> Future.succeededFuture(book.list(list));
            case Look look -> {
                look(store);
                yield Future.succeededFuture(Affected.NONE);
            }
            case Changed changed -> take(changed, store);
        };
        return done.recover(ValkeyRefusals::refuse);
    }

    /** What was so already is announced as well: whoever did that may have died before he could. */
    private Future<Affected> announce(Change change, List<Revocation> put, List<String> removed) {
        if (change.outcome() == Outcome.FULL) {
            return Future.failedFuture(HubException.of(
                    ErrorCode.LIMIT_EXCEEDED, "there must be at most " + RevocationStore.MAX + " revocations"));
        }
        List<String> gone = new ArrayList<>(change.expired());
        gone.addAll(removed);
        Changed changed = new Changed(change.base(), change.version(), put, gone);
        return bus.request(Addresses.NODE, new NodeCommand.OrderAll(changed), Affected.class);
    }

    /** Who missed something before reads all. */
    private Future<Affected> take(Changed changed, RevocationStore store) {
        if (book.isAt(changed.version())) {
            return book.enforce(changed);
        }
        return book.isAt(changed.base()) ? book.take(changed) : read(store);
    }

    private void look(RevocationStore store) {
        store.version()
                .compose(version -> book.isAt(version) ? Future.succeededFuture(Affected.NONE) : read(store))
                .onFailure(cause -> LOG.debug("No look at the revocations: {}", cause.getMessage()));
    }

    /** A reading that began before somebody asked might miss what he asks for: another one follows it. */
    private Future<Affected> read(RevocationStore store) {
        Future<Affected> before = reading;
        Future<Affected> next = before == null ? readNow(store) : before.transform(done -> readNow(store));
        reading = next;
        return next.onComplete(done -> {
            if (next.equals(reading)) {
                reading = null;
            }
        });
    }

    /** What was read before a change that came meanwhile would take it back. */
    private Future<Affected> readNow(RevocationStore store) {
        long changes = book.changes();
        return store.read().compose(stored -> {
            if (book.changes() != changes) {
                return readNow(store);
            }
            boolean isNews = !book.isKnown();
            Future<Affected> enforced = book.take(stored);
            if (isNews) {
                tellHealth();
            }
            return enforced;
        });
    }

    private void tellHealth() {
        boolean isKnown = book.isKnown();
        bus.send(Addresses.HEALTH, new Health(SOURCE, isKnown, isKnown ? "known" : "not known yet"));
    }

    @Override
    public Future<?> stop() {
        return valkey == null ? Future.succeededFuture() : valkey.close();
    }
}
