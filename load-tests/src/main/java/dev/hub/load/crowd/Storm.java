package dev.hub.load.crowd;

/** Connects again and again: each connection is reset as soon as the server has confirmed it, and the next begins. On the event loop. */
public final class Storm implements Arrival {
    private final Crowd crowd;
    private String failure = "";
    private int begun;
    private long done;
    private boolean stopped;

    /** @param crowd that nobody else uses */
    public Storm(Crowd crowd) {
        this.crowd = crowd;
    }

    /** Begins, with so many handshakes under way at any time. */
    public void run(int atOnce) {
        for (int i = 0; i < atOnce; i++) {
            next();
        }
    }

    /** Handshakes that the server has confirmed so far. */
    public long done() {
        return done;
    }

    /** Begins no more. */
    public void stop() {
        stopped = true;
    }

    /** Why the storm ended by itself; empty when it did not. */
    public String failure() {
        return failure;
    }

    private void next() {
        if (!stopped) {
            crowd.connect(begun++, this);
        }
    }

    @Override
    public void confirmed(Member member) {
        done++;
        crowd.members().remove(member);
        member.leave();
        next();
    }

    @Override
    public void failed(RunFailed why) {
        if (!stopped) {
            failure = String.valueOf(why.getMessage());
        }
        stopped = true;
    }
}
