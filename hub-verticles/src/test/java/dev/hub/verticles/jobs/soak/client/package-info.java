/**
 * Those who use a queue in a soak: who submits, works, cancels and looks. Everything of one run lives on one Vert.x context
 * and needs no locks.
 */
@NullMarked
package dev.hub.verticles.jobs.soak.client;

import org.jspecify.annotations.NullMarked;
