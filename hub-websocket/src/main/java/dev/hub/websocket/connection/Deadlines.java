package dev.hub.websocket.connection;

import dev.hub.core.protocol.CloseCode;
import dev.hub.websocket.outbound.ControlFrames;
import org.jspecify.annotations.Nullable;

/**
 * What has to be done to the connections of one event loop at certain times: those that do not authenticate are closed,
 * authenticated ones are pinged, and what is not refreshed ends. Each connection has one place in the wheel, at the
 * earliest of its times. Belongs to that loop.
 */
final class Deadlines {
    /** How long a closed connection waits for the client to close as well. */
    private static final int LINGER = TimerWheel.ticks(1000);

    private final LoopScope scope;
    private final int pingInterval;
    private final int pongTimeout;
    private final int patience;

    Deadlines(LoopScope scope) {
        this.scope = scope;
        this.pingInterval = TimerWheel.ticks(scope.limits.pingInterval().toMillis());
        this.pongTimeout = TimerWheel.ticks(scope.limits.pongTimeout().toMillis());
        this.patience = TimerWheel.ticks(scope.limits.connectTimeout().toMillis());
    }

    /** The socket is open; its client has to authenticate in time. */
    void opened(ClientConnection connection) {
        scope.wheel.schedule(connection, scope.wheel.now() + patience);
    }

    /** The hub is done with it; the client has to close in time. */
    void closed(ClientConnection connection) {
        scope.wheel.schedule(connection, scope.wheel.now() + LINGER);
    }

    /** The pings of a session that begins now: the first one comes at some time in the second half of the interval. */
    PingSchedule pings() {
        int early = scope.services.random().nextInt(Math.max(1, pingInterval / 2));
        return new PingSchedule(scope.wheel.now() + pingInterval - early);
    }

    /** The times of {@code connection}, whose session is {@code session}, have changed. */
    void reschedule(ClientConnection connection, Session session) {
        int next = session.pings.next();
        if (session.expireAt() != 0) {
            next = Math.min(next, scope.graceEnd(session.expireAt()));
        }
        if (session.renewals != null) {
            next = Math.min(next, session.renewals.next());
        }
        long subscriptionExpiry = connection.subscriptions().earliestExpiry();
        if (subscriptionExpiry != 0) {
            next = Math.min(next, scope.graceEnd(subscriptionExpiry));
        }
        scope.wheel.schedule(connection, next);
    }

    /** Does to {@code connection} what is due at {@code now}. */
    void due(ClientConnection connection, int now) {
        switch (connection.state()) {
            case ConnectionState.AwaitingConnect waiting -> connection.close(CloseCode.STALE);
            case ConnectionState.Authenticating authenticating -> connection.close(CloseCode.STALE);
            case ConnectionState.Closed closed -> connection.cut();
            case ConnectionState.Connected connected -> {
                renew(connection, connected.session(), now);
                keepAlive(connection, connected.session(), now);
                connection.reschedule();
            }
        }
    }

    /** The application is asked about {@code what}, null for the connection itself, once it has run out. */
    void expectRenewal(ClientConnection connection, Session session, @Nullable Subscription what) {
        long expireAt = what == null ? session.expireAt() : what.expireAt();
        Renewals renewals = session.renewals;
        if (renewals == null) {
            renewals = new Renewals();
            session.renewals = renewals;
        }
        Object key = what == null ? session : what;
        if (expireAt == 0) {
            renewals.forget(key);
        } else {
            renewals.expect(key, expireAt, scope.endOf(expireAt));
        }
        reschedule(connection, session);
    }

    private void renew(ClientConnection connection, Session session, int now) {
        Renewals renewals = session.renewals;
        if (renewals == null) {
            return;
        }
        for (Object what : renewals.takeDue(now, scope::isPast)) {
            Subscription subscription = what instanceof Subscription each ? each : null;
            if (subscription != null && subscription.hasLeft()) {
                renewals.forget(what);
            } else {
                scope.services.commands().renew(connection, subscription).onFailure(unsaid -> {
                    renewals.failed(what, scope.wheel.now(), scope.services.random());
                    connection.reschedule();
                });
            }
        }
    }

    private void keepAlive(ClientConnection connection, Session session, int now) {
        switch (session.pings.due(now, pingInterval, pongTimeout)) {
            case PING -> {
                connection.outbound().offer(ControlFrames.ping());
                connection.forgetAllowance();
            }
            case GIVE_UP -> connection.close(CloseCode.NO_PONG);
            case NOTHING -> {
                // Something else is due.
            }
        }
        if (scope.isPastGrace(session.expireAt())) {
            connection.close(CloseCode.EXPIRED);
        }
        connection.subscriptions().endExpired();
    }
}
