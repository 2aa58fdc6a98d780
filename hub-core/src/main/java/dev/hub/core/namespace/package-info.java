/** Namespaces that are set while the hub runs: kept in Valkey for all instances, laid over those of the file. */
@NullMarked
package dev.hub.core.namespace;

import org.jspecify.annotations.NullMarked;
