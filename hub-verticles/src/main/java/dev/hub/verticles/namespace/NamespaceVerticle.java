package dev.hub.verticles.namespace;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.Health;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.InstanceControl;
import dev.hub.core.bus.NamespaceCommand;
import dev.hub.core.bus.NamespaceCommand.Define;
import dev.hub.core.bus.NamespaceCommand.Done;
import dev.hub.core.bus.NamespaceCommand.Entries;
import dev.hub.core.bus.NamespaceCommand.Forget;
import dev.hub.core.bus.NamespaceCommand.ListAll;
import dev.hub.core.bus.NamespaceCommand.ReloadEverywhere;
import dev.hub.core.bus.NamespaceControl.ReloadFile;
import dev.hub.core.bus.NamespaceControl.Reread;
import dev.hub.core.bus.NodeCommand;
import dev.hub.core.channel.CurrentNamespaces;
import dev.hub.core.config.ChannelsConfig;
import dev.hub.core.config.ConfigException;
import dev.hub.core.config.Problem;
import dev.hub.core.namespace.NamespaceStore;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.valkey.Valkey;
import dev.hub.core.valkey.ValkeyAccess;
import dev.hub.verticles.refusal.ValkeyRefusals;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the namespaces of this instance up to date: with its configuration file, and with what the API set on any
 * instance. One per instance; it alone replaces what {@link CurrentNamespaces} holds.
 *
 * <p>A change by the API is announced to all instances; one that did not hear it finds it at its next look, after
 * {@link #LOOK} at most.
 */
public final class NamespaceVerticle extends VerticleBase {
    /** Time between two looks at the version of what is set in Valkey. */
    static final Duration LOOK = Duration.ofSeconds(3);

    private static final String SOURCE = "namespaces";
    private static final Logger LOG = LoggerFactory.getLogger(NamespaceVerticle.class);

    private final ValkeyAccess access;
    private final HubBus bus;
    private final ChannelsSource source;
    private final NamespaceBook book;
    private @Nullable Valkey valkey;
    private boolean isKnown;

    /**
     * A keeper that is not deployed yet.
     *
     * @param first what the file said at the start
     */
    public NamespaceVerticle(
            ValkeyAccess access, HubBus bus, CurrentNamespaces current, ChannelsSource source, ChannelsConfig first) {
        this.access = access;
        this.bus = bus;
        this.source = source;
        this.book = new NamespaceBook(first, current, bus);
    }

    @Override
    public Future<?> start() {
        Valkey connection = access.connect(vertx);
        valkey = connection;
        NamespaceStore store = new NamespaceStore(connection, access.keys());
        StoreReading reading = new StoreReading(store, book);
        Definitions definitions = new Definitions(store, reading, book);
        tellHealth();
        connection.onReadiness(ready -> {
            if (ready) {
                reread(reading);
            }
        });
        vertx.setPeriodic(LOOK.toMillis(), tick -> look(store, reading));
        source.file().ifPresent(file -> new FileWatch(file, this::reloadUnasked).begin(vertx));
        return bus.answer(
                        Addresses.NAMESPACES, NamespaceCommand.class, command -> execute(command, reading, definitions))
                .completion();
    }

    private Future<?> execute(NamespaceCommand command, StoreReading reading, Definitions definitions) {
        Future<?> done = switch (command) {
            case Define define -> definitions.define(define).onSuccess(entry -> announce());
            case Forget forget ->
                definitions.forget(forget.name()).map(new Done()).onSuccess(gone -> announce());
            case ListAll list ->
                Future.succeededFuture(new Entries(book.layers().entries()));
            case ReloadEverywhere reload ->
                reload().compose(read -> tell(new ReloadFile())).map(new Done());
            case Reread reread -> {
                if (!reread.version().equals(book.version())) {
                    reread(reading);
                }
                yield Future.succeededFuture(new Done());
            }
            case ReloadFile reload -> {
                reloadUnasked();
                yield Future.succeededFuture(new Done());
            }
        };
        return done.recover(NamespaceVerticle::refuse);
    }

    private static <T> Future<T> refuse(Throwable cause) {
        return cause instanceof ConfigException invalid
                ? Future.failedFuture(HubException.of(ErrorCode.BAD_REQUEST, faultsOf(invalid)))
                : ValkeyRefusals.refuse(cause);
    }

    private static String faultsOf(ConfigException invalid) {
        return "bad request: the configuration file is refused, the former stays in force: "
                + invalid.problems().stream().map(Problem::toString).collect(Collectors.joining("; "));
    }

    /** Failures are no concern of the asker's: who misses it looks by himself. */
    private void announce() {
        tell(new Reread(book.version())).onFailure(cause -> LOG.debug("Not announced: {}", cause.getMessage()));
    }

    private Future<NodeCommand.Done> tell(InstanceControl control) {
        return bus.request(Addresses.NODE, new NodeCommand.Everywhere(control), NodeCommand.Done.class);
    }

    private void look(NamespaceStore store, StoreReading reading) {
        store.version()
                .onSuccess(version -> {
                    if (!isKnown || !version.equals(book.version())) {
                        reread(reading);
                    }
                })
                .onFailure(cause -> LOG.debug("No look at the namespaces: {}", cause.getMessage()));
    }

    private void reread(StoreReading reading) {
        reading.read()
                .onSuccess(read -> {
                    if (!isKnown) {
                        isKnown = true;
                        tellHealth();
                    }
                })
                .onFailure(cause -> LOG.debug("Namespaces cannot be read: {}", cause.getMessage()));
    }

    private void tellHealth() {
        String detail = isKnown ? "known" : "those set by the API are not known yet";
        bus.send(Addresses.HEALTH, new Health(SOURCE, isKnown, detail));
    }

    private Future<Void> reload() {
        return vertx.executeBlocking(source::reload)
                .onSuccess(book::readFromFile)
                .mapEmpty();
    }

    /** Nobody waits for the result, so that the log is told of a failure. */
    private void reloadUnasked() {
        reload().onFailure(cause -> LOG.warn(
                "The changed configuration is refused, the former stays in force:\n  {}",
                String.valueOf(cause.getMessage()).replace("\n", "\n  ")));
    }

    @Override
    public Future<?> stop() {
        return valkey == null ? Future.succeededFuture() : valkey.close();
    }
}
