package dev.hub.core.bus;

/**
 * How one event loop with sockets is doing.
 *
 * @param loop which one
 * @param lagMicros how late it was at worst since it last told
 * @param queuePercent how much of the memory for what waits for clients of this instance is taken
 * @param received messages from clients since it started
 */
public record LoopState(String loop, long lagMicros, int queuePercent, long received) {}
