package dev.hub.core.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.SharedServers;
import java.util.Objects;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands out one ground for all tests of a class, which asks for it in its constructor and is made once. After each test the keys
 * must fit together, and are deleted.
 */
final class JobGrounds implements ParameterResolver, AfterEachCallback {
    private static final Namespace HERE = Namespace.create(JobGrounds.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType().equals(JobGround.class);
    }

    /** Closed by the store at the end of the class. */
    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(HERE)
                .computeIfAbsent(context.getRequiredTestClass(), first -> open(context), JobGround.class);
    }

    private static JobGround open(ExtensionContext context) {
        SharedServers servers = SharedServers.of(context);
        return new JobGround(servers.on(Engine.VALKEY).url(), servers.prefix());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        JobGround ground = Objects.requireNonNull(
                context.getStore(HERE).get(context.getRequiredTestClass(), JobGround.class), "the ground");
        assertThat(ground.faults()).isEmpty();
        ground.clear();
    }
}
