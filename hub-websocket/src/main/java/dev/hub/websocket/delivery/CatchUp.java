package dev.hub.websocket.delivery;

import dev.hub.core.bus.ChannelCommand;
import dev.hub.core.bus.ChannelCommand.Recovered;
import dev.hub.core.bus.Delivery;
import dev.hub.core.channel.Payload;
import dev.hub.core.channel.StreamPosition;
import dev.hub.core.protocol.EncodedPush;
import dev.hub.core.protocol.PublicationFrames;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Brings one subscriber from a position in the channel's stream to the live publications: page by page, as fast as its
 * socket takes them, and at the end joined without a gap to what arrived meanwhile. A recovery begins with
 * {@link #recover} or {@link #recoverLatest}, is told to the client with {@link #opening}, and goes on with {@link #goOn};
 * a slow socket's begins with {@link #whenDrained}. Belongs to one event loop.
 */
public final class CatchUp {
    /** So often it asks again for what has just been told without getting any further. */
    private static final int PATIENCE = 32;

    private static final long RETRY_MILLIS = 500;

    private final FanOut shared;
    private final Subscriber subscriber;
    private final Newcomers newcomers;
    private final PublicationFrames frames;
    private StreamPosition reached;
    private CatchUpState state = CatchUpState.NEW;
    private @Nullable Recovered answer;
    private boolean holds;
    private int futile;

    CatchUp(FanOut shared, Subscriber subscriber, StreamPosition reached) {
        this.shared = shared;
        this.subscriber = subscriber;
        this.newcomers = subscriber.channel.newcomers();
        this.frames = PublicationFrames.of(subscriber.channel());
        this.reached = reached;
        newcomers.add(subscriber, this);
    }

    // ---- the first page, which belongs into the reply

    /** Asks what came after the position; done when that is known. */
    Future<CatchUp> recover(int limit) {
        return first(new ChannelCommand.Recover(subscriber.channel(), reached, limit, shared.page()));
    }

    /** Asks for the latest publication; done when it is known. */
    Future<CatchUp> recoverLatest() {
        return first(new ChannelCommand.RecoverLatest(subscriber.channel()));
    }

    private Future<CatchUp> first(ChannelCommand question) {
        hold();
        return shared.bus.recover(question).map(told -> {
            if (state == CatchUpState.NEW) {
                answer = told;
                state = CatchUpState.ANSWERED;
            }
            return this;
        });
    }

    /**
     * What the client is to be told now; {@link #goOn} has to follow at once.
     *
     * @param latestOnly the latest publication was asked for, and counts as recovered only if there is one
     * @param spent bytes that will go out before
     */
    public Opening opening(boolean latestOnly, long spent) {
        FirstPage.Room room = new FirstPage.Room(shared, subscriber.queue, spent);
        FirstPage page = FirstPage.of(answer, latestOnly, reached, subscriber.form, room);
        answer = null;
        return page == null ? refused() : opening(page, latestOnly);
    }

    private Opening refused() {
        StreamPosition now = subscriber.channel.position();
        state = CatchUpState.REFUSED;
        return new Opening(now == null ? StreamPosition.UNKNOWN : now, false, List.of());
    }

    private Opening opening(FirstPage page, boolean latestOnly) {
        StreamPosition from = reached;
        reached = page.reached();
        state = page.isWhole() ? CatchUpState.COMPLETE : CatchUpState.MORE;
        boolean echoes = !latestOnly && !page.publications().isEmpty();
        StreamPosition shown = echoes ? new StreamPosition(from.offset(), reached.epoch()) : reached;
        return new Opening(shown, true, page.publications());
    }

    /** After the client was told: sends what is left, and joins. */
    public void goOn() {
        switch (state) {
            case REFUSED -> {
                end();
                subscriber.channel.add(subscriber, false);
            }
            case COMPLETE -> join();
            case MORE -> nextPage();
            default -> {
                // It has ended.
            }
        }
    }

    // ---- the pages after it

    /** Asks for the next page when the socket has taken what it was given. */
    void whenDrained() {
        if (state != CatchUpState.WAITING) {
            state = CatchUpState.WAITING;
            shared.waiting++;
        }
        letGo();
        subscriber.queue.tellWhenDrained();
    }

    /** It waits for its socket. */
    public boolean isWaiting() {
        return state == CatchUpState.WAITING;
    }

    /** It waits for an answer. */
    public boolean isAsking() {
        return state == CatchUpState.ASKING;
    }

    /** The socket takes more. */
    public void drained() {
        if (state == CatchUpState.WAITING) {
            nextPage();
        }
    }

    private void nextPage() {
        if (shared.room(subscriber.queue) <= 0) {
            whenDrained();
        } else {
            ask();
        }
    }

    private void ask() {
        leaveWaiting();
        state = CatchUpState.ASKING;
        hold();
        shared.bus
                .recover(new ChannelCommand.Recover(subscriber.channel(), reached, Integer.MAX_VALUE, shared.page()))
                .onSuccess(this::answered)
                .onFailure(away -> shared.later.run(RETRY_MILLIS, TimeUnit.MILLISECONDS, this::again));
    }

    private void again() {
        if (state == CatchUpState.ASKING) {
            ask();
        }
    }

    private void answered(Recovered told) {
        if (state != CatchUpState.ASKING) {
            return;
        }
        if (shared.waiting > 0) {
            subscriber.queue.tellWhenDrained();
        }
        switch (told) {
            case Recovered.Refused refused -> lost();
            case Recovered.Complete complete -> send(complete);
        }
    }

    private void send(Recovered.Complete complete) {
        List<EncodedPush> pushes = new ArrayList<>();
        for (ChannelCommand.Offset each : complete.publications()) {
            Payload publication = Portion.inForm(subscriber.form, each.publication());
            if (publication != null) {
                pushes.add(frames.encode(publication));
            }
        }
        if (!pushes.isEmpty() && !subscriber.queue.take(Portion.joined(pushes))) {
            whenDrained();
            return;
        }
        shared.deliveries.add(pushes.size());
        futile = complete.position().equals(reached) ? futile + 1 : 0;
        reached = complete.position();
        state = complete.more() ? CatchUpState.MORE : CatchUpState.COMPLETE;
        goOn();
    }

    // ---- the end

    /** Joins the live publications if what arrived goes on from here. */
    void join() {
        subscriber.channel.handOut();
        switch (newcomers.after(reached)) {
            case HeldBack.Continuation.Follows follows -> join(follows.deliveries());
            case HeldBack.Continuation.NotArrived early -> newcomers.isEarly(this);
            case HeldBack.Continuation.Hole hole -> lost();
            case HeldBack.Continuation.NotHeld gone -> {
                if (++futile > PATIENCE) {
                    lost();
                } else {
                    nextPage();
                }
            }
        }
    }

    private void join(List<Delivery> following) {
        Portion portion = Portion.whole(subscriber.channel, following, reached);
        if (!following.isEmpty() && !portion.giveTo(subscriber)) {
            whenDrained();
            return;
        }
        shared.deliveries.add(following.size());
        end();
        subscriber.channel.add(subscriber, !following.isEmpty());
    }

    /** Publications were lost that the stream cannot give back. Who was not told anything is told of that. */
    void interrupted() {
        switch (state) {
            case NEW -> {
                // The answer will tell.
            }
            case ANSWERED -> answer = null;
            default -> lost();
        }
    }

    private void lost() {
        end();
        subscriber.lost();
    }

    /** Nothing more happens. May be called again. */
    void end() {
        if (state != CatchUpState.ENDED) {
            leaveWaiting();
            state = CatchUpState.ENDED;
            letGo();
            newcomers.remove(subscriber);
        }
    }

    private void leaveWaiting() {
        if (state == CatchUpState.WAITING) {
            shared.waiting--;
        }
    }

    private void hold() {
        if (!holds) {
            holds = true;
            newcomers.askerCame();
        }
    }

    private void letGo() {
        if (holds) {
            holds = false;
            newcomers.askerWent();
        }
    }
}
