package dev.hub.core.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Departs from the rule that a component's key is its name in kebab-case and each of its parts can be set. */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
@interface Key {
    /** The key, where it cannot be a name in Java. */
    String value();

    /** Parts of the value that cannot be set here. */
    String[] without() default {};
}
