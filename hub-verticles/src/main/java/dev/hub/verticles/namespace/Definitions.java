package dev.hub.verticles.namespace;

import dev.hub.core.bus.NamespaceCommand.Define;
import dev.hub.core.bus.NamespaceCommand.Entry;
import dev.hub.core.bus.NamespaceCommand.Origin;
import dev.hub.core.channel.Namespace;
import dev.hub.core.config.ConfigException;
import dev.hub.core.config.NamespaceOptions;
import dev.hub.core.config.Problem;
import dev.hub.core.namespace.NamespaceStore;
import dev.hub.core.namespace.NamespaceStore.Outcome;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Changes what is set in Valkey. Each change is checked against all others that hold at that moment: when somebody else
 * was faster, it is checked again.
 */
final class Definitions {
    private static final int ATTEMPTS = 5;

    private final NamespaceStore store;
    private final StoreReading reading;
    private final NamespaceBook book;

    Definitions(NamespaceStore store, StoreReading reading, NamespaceBook book) {
        this.store = store;
        this.reading = reading;
        this.book = book;
    }

    /** Sets a namespace; done when this instance goes by it. */
    Future<Entry> define(Define command) {
        Namespace namespace;
        try {
            namespace = NamespaceOptions.read(command.name(), command.options());
        } catch (ConfigException invalid) {
            return refuse(invalid.problems().stream().map(Problem::toString).collect(Collectors.joining("; ")));
        }
        String json = new JsonObject(command.options()).encode();
        return change(ATTEMPTS, version -> {
                    Optional<Namespace> rival = rivalOf(namespace);
                    return rival.isPresent()
                            ? refuse("pattern must not take the channels of namespace "
                                    + rival.get().name() + ", got "
                                    + namespace.naming().pattern())
                            : store.put(namespace.name(), json, version);
                })
                .map(done -> new Entry(namespace, Origin.API));
    }

    /** Another namespace with a pattern of the same form. */
    private Optional<Namespace> rivalOf(Namespace namespace) {
        return Stream.concat(book.set().stream(), book.file().namespaces().stream())
                .filter(each -> namespace.naming().hasPattern())
                .filter(each -> !each.name().equals(namespace.name()))
                .filter(each -> each.naming().form().equals(namespace.naming().form()))
                .findFirst();
    }

    /** Takes a namespace away that was set before. */
    Future<Void> forget(String name) {
        return change(ATTEMPTS, version -> store.remove(name, version));
    }

    private Future<Void> change(int attempts, Function<String, Future<Outcome>> attempt) {
        long number = reading.next();
        return attempt.apply(book.version()).compose(outcome -> {
            reading.take(number, outcome.namespaces());
            return switch (outcome.change()) {
                case DONE -> Future.succeededFuture();
                case ABSENT -> refuse("name must be that of a namespace that was set by the API");
                case FULL -> refuse("there must be at most " + NamespaceStore.MAX + " namespaces set by the API");
                case CONFLICT ->
                    attempts > 1
                            ? change(attempts - 1, attempt)
                            : Future.failedFuture(HubException.of(ErrorCode.INTERNAL));
            };
        });
    }

    private static <T> Future<T> refuse(String fault) {
        return Future.failedFuture(HubException.of(ErrorCode.BAD_REQUEST, "bad request: " + fault));
    }
}
