package dev.hub.websocket.connection;

/**
 * How a subscription stands to the others in its channel.
 *
 * @param enters it is a member of the channel
 * @param announced with the former: others are told of its join and its leave
 * @param watches it is told who joins and leaves
 */
record Attendance(boolean enters, boolean announced, boolean watches) {}
