/**
 * Limits: who may do how much in which time. Rules and how they are found, the arithmetic of each algorithm, and their
 * state in Valkey.
 */
@NullMarked
package dev.hub.core.ratelimit;

import org.jspecify.annotations.NullMarked;
