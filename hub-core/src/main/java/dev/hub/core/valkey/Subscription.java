package dev.hub.core.valkey;

import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One wanted channel and how far its subscription has come. */
final class Subscription {

    final String channel;
    final int slot;

    /** Completes when the server confirmed for the first time. */
    final Promise<Void> confirmed = Promise.promise();

    /** Completes when the server has forgotten the channel. */
    final List<Promise<Void>> ended = new ArrayList<>();

    private @Nullable PushSession session;
    private int placement;
    private int missing;
    private boolean classic;
    private boolean wasConfirmed;

    Subscription(String channel, int slot) {
        this.channel = channel;
        this.slot = slot;
    }

    @Nullable
    PushSession session() {
        return session;
    }

    /** Whether the server has confirmed on the current session. */
    boolean isLive() {
        return session != null && missing == 0;
    }

    /** Whether the last placement used the classic command, alone or beside the sharded one. */
    boolean isClassic() {
        return classic;
    }

    /** Whether the server has ever confirmed, so that a loss is an interruption. */
    boolean wasConfirmed() {
        return wasConfirmed;
    }

    /**
     * Begins anew on a session.
     *
     * @param confirmations how many confirmations make it live
     * @param byClassic whether the classic command is among those sent
     * @return number of this placement: confirmations of earlier ones do not count
     */
    int place(PushSession on, int confirmations, boolean byClassic) {
        session = on;
        classic = byClassic;
        missing = confirmations;
        return ++placement;
    }

    /** Forgets the session. */
    void displace() {
        session = null;
        placement++;
    }

    /** Whether the number is that of the current placement. */
    boolean isCurrent(int number) {
        return session != null && placement == number;
    }

    /** Counts a confirmation; true when it was the last that was missing. */
    boolean confirm() {
        missing--;
        if (missing == 0) {
            wasConfirmed = true;
        }
        return missing == 0;
    }
}
