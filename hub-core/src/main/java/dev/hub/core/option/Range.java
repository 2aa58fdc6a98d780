package dev.hub.core.option;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The bounds of a number, duration or size, both included, written as in the configuration. */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Range {
    /** The least value allowed. */
    String min();

    /** The greatest value allowed. */
    String max();
}
