package dev.hub.core.auth.key;

import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key set that an issuer publishes, kept at hand and renewed.
 *
 * <p>It is fetched when it is old, or when a token names a key that is not in it, but never twice within the retry
 * interval: strangers' tokens cannot make the hub ask more often. While a fetch fails, the last good set serves on, for a
 * bounded time. What cannot be decided for want of a set is a temporary failure, no refusal.
 *
 * <p>Safe from any thread. Fetches are begun and ended on one context of its own; all others see immutable snapshots.
 */
public final class RemoteKeys {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteKeys.class);

    private final Vertx vertx;
    private final ContextInternal owner;
    private final KeySetSource source;
    private final RemoteKeySettings settings;
    private final InstantSource clock;
    private volatile Snapshot snapshot = new Snapshot(KeySet.EMPTY, Instant.MIN, 0);

    // Only on the owner's context.
    private @Nullable Future<KeySet> fetching;
    private Instant lastAttempt = Instant.MIN;
    private boolean fails;

    private record Snapshot(KeySet keys, Instant at, int generation) {
        boolean isYoungerThan(Duration age, Instant now) {
            return !at.equals(Instant.MIN) && now.isBefore(at.plus(age));
        }
    }

    /** Nothing is fetched before {@link #warmUp} or the first token. */
    public RemoteKeys(Vertx vertx, KeySetSource source, RemoteKeySettings settings, InstantSource clock) {
        this.vertx = vertx;
        this.owner = ((ContextInternal) vertx.getOrCreateContext()).unwrap();
        this.source = source;
        this.settings = settings;
        this.clock = clock;
    }

    /** A number that changes whenever the keys do. */
    public int generation() {
        return snapshot.generation();
    }

    /** Fetches the set ahead of the first token; nobody has to wait for it. */
    public void warmUp() {
        renew();
    }

    private void renew() {
        onOwner(this::fetchUnlessJustDone)
                .onFailure(late -> LOG.trace("The key set is not renewed yet: {}", late.getMessage()));
    }

    /**
     * The set in which the key {@code id} is to be looked up; empty for a token that names none. It holds what the issuer
     * publishes now if the set at hand does not know the key. Fails with a temporary {@link HubException} when that
     * cannot be found out now.
     */
    public Future<KeySet> lookUp(String id) {
        Instant now = clock.instant();
        KeySet known = known(id, now);
        if (known == null) {
            return onOwner(() -> lookUpAgain(id));
        }
        if (!snapshot.isYoungerThan(settings.cacheTime(), now)) {
            renew();
        }
        return Future.succeededFuture(known);
    }

    /** The set at hand, if it is still believed and holds the key. */
    private @Nullable KeySet known(String id, Instant now) {
        Snapshot current = snapshot;
        return current.isYoungerThan(settings.outageTolerance(), now)
                        && current.keys().knows(id)
                ? current.keys()
                : null;
    }

    /** Somebody else's question may have been answered meanwhile. */
    private Future<KeySet> lookUpAgain(String id) {
        KeySet known = known(id, clock.instant());
        return known == null ? fetchUnlessJustDone() : Future.succeededFuture(known);
    }

    /** Completes on the context that asks. */
    private Future<KeySet> onOwner(Supplier<Future<KeySet>> question) {
        Promise<KeySet> answer = ((ContextInternal) vertx.getOrCreateContext()).promise();
        owner.runOnContext(ask -> question.get().onComplete(answer));
        return answer.future();
    }

    private Future<KeySet> fetchUnlessJustDone() {
        if (fetching != null) {
            return fetching;
        }
        Instant now = clock.instant();
        if (!lastAttempt.equals(Instant.MIN) && now.isBefore(lastAttempt.plus(settings.retryInterval()))) {
            return Future.failedFuture(temporary("the key set was asked for a moment ago"));
        }
        lastAttempt = now;
        Future<KeySet> fetched = fetch().map(this::accept).recover(this::note);
        fetching = fetched;
        fetched.onComplete(done -> fetching = null);
        return fetched;
    }

    private Future<JsonWebKeys.Parsed> fetch() {
        Promise<byte[]> here = owner.promise();
        try {
            source.fetch().onComplete(here);
        } catch (RuntimeException broken) {
            here.fail(broken);
        }
        return here.future().map(JsonWebKeys::parse).compose(RemoteKeys::requireKeys);
    }

    /** A set without a usable key is more likely a mistake than the wish to refuse everybody. */
    private static Future<JsonWebKeys.Parsed> requireKeys(JsonWebKeys.Parsed parsed) {
        return parsed.keys().keys().isEmpty()
                ? Future.failedFuture("the key set has no usable key: " + String.join("; ", parsed.unusable()))
                : Future.succeededFuture(parsed);
    }

    private KeySet accept(JsonWebKeys.Parsed parsed) {
        Snapshot before = snapshot;
        boolean isSame = parsed.keys().equals(before.keys());
        snapshot = new Snapshot(parsed.keys(), clock.instant(), before.generation() + (isSame ? 0 : 1));
        if (!isSame || fails) {
            LOG.info("The key set for tokens has {} keys", parsed.keys().keys().size());
            parsed.unusable().forEach(why -> LOG.warn("A key of the key set for tokens is left out: {}", why));
        }
        fails = false;
        return parsed.keys();
    }

    /** Told once for each outage. */
    private Future<KeySet> note(Throwable fault) {
        if (!fails) {
            String until = snapshot.at().equals(Instant.MIN) ? "tokens that need it wait" : "the last one serves on";
            LOG.warn("The key set for tokens cannot be fetched, {}: {}", until, fault.getMessage());
        }
        fails = true;
        return Future.failedFuture(temporary("the key set cannot be fetched"));
    }

    private static HubException temporary(String why) {
        LOG.debug("A token cannot be verified now: {}", why);
        return HubException.of(ErrorCode.INTERNAL);
    }
}
