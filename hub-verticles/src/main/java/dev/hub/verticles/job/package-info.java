/** The jobs of this instance: who submits them, who works on them, and what each worker has. */
@NullMarked
package dev.hub.verticles.job;

import org.jspecify.annotations.NullMarked;
