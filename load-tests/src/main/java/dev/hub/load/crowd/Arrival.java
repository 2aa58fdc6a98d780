package dev.hub.load.crowd;

/** Learns how the attempt to connect ended: exactly one of the two is called, once, on the event loop. */
interface Arrival {
    /** The server has confirmed everything that the role needs. */
    void confirmed(Member member);

    /** The connection could not be made, or ended before it was confirmed. */
    void failed(RunFailed why);
}
