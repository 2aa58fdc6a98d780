/** What benchmarks share: processor time, figures, the floor, and reports of both for people and programs. */
@NullMarked
package dev.hub.verticles.measure;

import org.jspecify.annotations.NullMarked;
