/** Options that people configure: what records say of them beside what Java's types say, and how they are written. */
@NullMarked
package dev.hub.core.option;

import org.jspecify.annotations.NullMarked;
