/** The durable consumers of this instance: who works for which, and what each worker has. */
@NullMarked
package dev.hub.verticles.consumer;

import org.jspecify.annotations.NullMarked;
