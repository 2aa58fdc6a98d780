package dev.hub.websocket.connection;

import dev.hub.websocket.metering.LoopCounters;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * What the connections of one event loop need from outside.
 *
 * @param commands carries out what clients ask for
 * @param clock what the expiry of tokens is compared to
 * @param random spreads the pings
 * @param roster finds connections by their id
 * @param presence is told who is where
 */
public record LoopServices(
        CommandRunner commands,
        LoopCounters counters,
        InstantSource clock,
        RandomGenerator random,
        Roster roster,
        PresenceDesk presence) {}
