package dev.hub.websocket.delivery;

/** Where a {@link CatchUp} stands. */
enum CatchUpState {
    /** Asks for the first time; the client knows of nothing. */
    NEW,
    /** The first answer is there; the client is to be told. */
    ANSWERED,
    /** There is more to be asked for. */
    MORE,
    /** Everything of the last answer is out. */
    COMPLETE,
    /** The client was told that there is nothing to recover. */
    REFUSED,
    /** Asks for the next page. */
    ASKING,
    /** Waits until the socket has taken what it was given. */
    WAITING,
    /** Over: joined, lost or left. */
    ENDED
}
