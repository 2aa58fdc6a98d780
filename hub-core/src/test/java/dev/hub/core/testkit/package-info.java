/**
 * The test kit: real servers of either engine in the shapes that the hub meets (standalone, Sentinel, Cluster), faults
 * between them, and the programs that tests need. Everything ends with the test JVM, even after kill -9.
 */
@NullMarked
package dev.hub.core.testkit;

import org.jspecify.annotations.NullMarked;
