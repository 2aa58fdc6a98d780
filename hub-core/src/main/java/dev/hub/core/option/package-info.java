/** What records say about their components as options that people configure, beside what Java's types say. */
@NullMarked
package dev.hub.core.option;

import org.jspecify.annotations.NullMarked;
