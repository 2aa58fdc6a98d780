package dev.hub.verticles.revocation;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ConnectionControl.Affected;
import dev.hub.core.bus.Expulsion;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.RevocationCommand.ListAll;
import dev.hub.core.bus.RevocationCommand.Page;
import dev.hub.core.bus.RevocationControl.Changed;
import dev.hub.core.revocation.CurrentRevocations;
import dev.hub.core.revocation.Revocation;
import dev.hub.core.revocation.RevocationStore.Stored;
import dev.hub.core.revocation.Revocations;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What this instance goes by, and at which version. On the event loop of its verticle only. */
final class RevocationBook {
    private final CurrentRevocations current;
    private final HubBus bus;
    private final InstantSource clock;
    private Revocations known = Revocations.none();
    private String version = "";
    private long changes;

    RevocationBook(CurrentRevocations current, HubBus bus, InstantSource clock) {
        this.current = current;
        this.bus = bus;
        this.clock = clock;
    }

    /** Something was read, ever. */
    boolean isKnown() {
        return !version.isEmpty();
    }

    /** It is what {@code other} says. */
    boolean isAt(String other) {
        return version.equals(other);
    }

    /** How many changes were taken over one by one. */
    long changes() {
        return changes;
    }

    /** Takes over all that Valkey has, and ends what that does not allow; tells how many connections. */
    Future<Affected> take(Stored stored) {
        known = Revocations.of(stored.revocations());
        version = stored.version();
        current.replace(known);
        return expel(List.of());
    }

    /** Takes over a change that is based on what is known; tells how many connections it ended. */
    Future<Affected> take(Changed change) {
        for (Revocation each : change.put()) {
            known = known.with(each);
        }
        for (String each : change.removed()) {
            known = known.without(each);
        }
        version = change.version();
        changes++;
        current.replace(known);
        return enforce(change);
    }

    /** Ends once more what the change does not allow. */
    Future<Affected> enforce(Changed change) {
        return change.put().isEmpty() ? Future.succeededFuture(Affected.NONE) : expel(change.put());
    }

    private Future<Affected> expel(List<Revocation> because) {
        if (known.size() == 0) {
            return Future.succeededFuture(Affected.NONE);
        }
        return bus.gather(Addresses.EXPULSIONS, new Expulsion(because), Affected.class)
                .map(all -> all.stream().reduce(Affected.NONE, Affected::plus));
    }

    /** Forgets what is over. */
    void tidy() {
        known = known.at(clock.instant().getEpochSecond());
        if (isKnown()) {
            current.replace(known);
        }
    }

    /** A part of what is taken back at this moment, in order. */
    Page list(ListAll request) {
        List<Revocation> after = new ArrayList<>();
        known.at(clock.instant().getEpochSecond()).forEach(each -> {
            if (isBlock(each) == request.blocks() && each.field().compareTo(request.after()) > 0) {
                after.add(each);
            }
        });
        after.sort(Comparator.comparing(Revocation::field));
        boolean isLast = after.size() <= request.limit();
        return new Page(isLast ? after : after.subList(0, request.limit()), isLast);
    }

    private static boolean isBlock(Revocation revocation) {
        return switch (revocation) {
            case Revocation.UserBlock block -> true;
            case Revocation.OneToken token -> false;
            case Revocation.UserTokens tokens -> false;
        };
    }
}
