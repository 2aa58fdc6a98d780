package dev.hub.verticles.launch;

import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.Standalone;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Two hubs per engine for all tests of a JVM that hurt neither them nor their Valkey and keep to channels of their own. A test
 * asks for them as a parameter: {@code @ExtendWith(SharedHubs.Provider.class)}, then {@code MyIT(SharedHubs hubs)}.
 */
final class SharedHubs implements AutoCloseable {
    private final Map<Engine, Setting> settings = new EnumMap<>(Engine.class);

    private SharedHubs() {}

    private record Setting(Standalone valkey, TwoHubs hubs) {
        static Setting start(Engine engine) {
            Standalone valkey = Standalone.start(engine);
            try {
                return new Setting(valkey, TwoHubs.on(valkey.url()));
            } catch (RuntimeException | Error failed) {
                valkey.close();
                throw failed;
            }
        }

        void end() {
            hubs.close();
            valkey.close();
        }
    }

    private synchronized Setting setting(Engine engine) {
        return settings.computeIfAbsent(engine, Setting::start);
    }

    /** The two on a server of an engine, started when first asked for. */
    TwoHubs on(Engine engine) {
        return setting(engine).hubs();
    }

    /** One more beside the two, which may be hurt. The caller closes it. */
    HubProcess another(Engine engine) {
        return HubProcess.start("valkey.url=" + setting(engine).valkey().url());
    }

    @Override
    public synchronized void close() {
        settings.values().forEach(Setting::end);
    }

    /** Hands them out, and ends them at the end of all tests. */
    static final class Provider implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType().equals(SharedHubs.class);
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(Namespace.create(SharedHubs.class))
                    .computeIfAbsent(SharedHubs.class, type -> new SharedHubs(), SharedHubs.class);
        }
    }
}
