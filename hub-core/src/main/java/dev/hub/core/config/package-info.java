/**
 * What can be configured, the defaults, and how files, environment and flags become one {@link
 * dev.hub.core.config.HubConfig}. The records hold the defaults, once; {@code conf/hub.yaml} explains each key.
 */
@NullMarked
package dev.hub.core.config;

import org.jspecify.annotations.NullMarked;
