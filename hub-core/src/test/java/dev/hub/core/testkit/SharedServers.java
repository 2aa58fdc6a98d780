package dev.hub.core.testkit;

import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One plain server per engine for all tests of a JVM that hurt nothing and keep to keys of their own prefix. A test asks for
 * it as a parameter: {@code @ExtendWith(SharedServers.Provider.class)}, then {@code MyIT(SharedServers servers)}, or
 * {@code MyIT(Engine engine, SharedServers servers)} with {@link OnEachEngine}.
 */
public final class SharedServers implements AutoCloseable {
    private final Map<Engine, ServerProcess> servers = new EnumMap<>(Engine.class);

    private SharedServers() {}

    /** Those of the JVM, for another extension; closed at the end of all tests. */
    public static SharedServers of(ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(SharedServers.class))
                .computeIfAbsent(SharedServers.class, type -> new SharedServers(), SharedServers.class);
    }

    /** The server of an engine, started when first asked for. Not to be stopped, paused or flushed. */
    public synchronized ServerProcess on(Engine engine) {
        return servers.computeIfAbsent(engine, e -> ServerProcess.start(ServerSpec.of(e)));
    }

    /** A prefix for keys and channels that no other test has. */
    public String prefix() {
        return "t" + UUID.randomUUID().toString().substring(0, 8) + ":";
    }

    @Override
    public synchronized void close() {
        servers.values().forEach(ServerProcess::close);
    }

    /** Hands it out. */
    public static final class Provider implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType().equals(SharedServers.class);
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return of(context);
        }
    }
}
