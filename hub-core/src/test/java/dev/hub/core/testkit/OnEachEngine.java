package dev.hub.core.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Objects;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterInfo;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Runs a test class once per {@link Engine}, which its constructor takes first: {@code MyIT(Engine engine)}. Where an engine is
 * absent its tests are skipped, or fail (see {@link Programs}).
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "{0}")
@EnumSource(Engine.class)
@ExtendWith(OnEachEngine.RequiresEngine.class)
public @interface OnEachEngine {
    /** Asks for the engine before anything else in the test does. */
    final class RequiresEngine implements BeforeEachCallback {
        @Override
        public void beforeEach(ExtensionContext context) {
            ParameterInfo parameters = Objects.requireNonNull(ParameterInfo.get(context), "not a parameterized class");
            Objects.requireNonNull(parameters.getArguments().get(0, Engine.class), "no engine")
                    .require(context.getRequiredTestClass());
        }
    }
}
