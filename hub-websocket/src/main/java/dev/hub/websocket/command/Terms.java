package dev.hub.websocket.command;

import dev.hub.core.channel.HistoryRules;
import dev.hub.core.channel.HistoryRules.RecoveryMode;
import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.Payload;
import dev.hub.core.filter.TagsFilter;
import dev.hub.core.protocol.Command;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.protocol.JsonFilters;
import dev.hub.core.protocol.JsonReader;
import dev.hub.websocket.delivery.Form;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a subscription will be: what the client asked for, as far as the namespace allows it, and what the namespace
 * forces.
 *
 * @param form in which publications come
 * @param positioned the client gets to know positions and is told of loss
 * @param recoverable the client can recover what it missed
 * @param latestOnly recovery brings the latest publication alone
 * @param since where the client was; null when it does not ask for recovery
 * @param recovers something is to be recovered
 * @param rejectsUnrecovered a recovery that is refused is an error
 * @param asksForOthers the client wants to be told who joins and leaves
 */
record Terms(
        Form form,
        boolean positioned,
        boolean recoverable,
        boolean latestOnly,
        Command.@Nullable Position since,
        boolean recovers,
        boolean rejectsUnrecovered,
        boolean asksForOthers) {
    /**
     * The terms of a subscription.
     *
     * @param options of the channel's namespace
     * @param mayReadHistory the client may read the history once it is subscribed
     * @throws HubException when the client asks for what cannot be
     */
    static Terms of(Namespace options, Command.Position position, Form form, boolean rejects, boolean mayReadHistory) {
        HistoryRules rules = options.history();
        boolean recoverable = rules.hasHistory()
                && (rules.forceRecovery() || (position.recoverable() && (rules.allowRecovery() || mayReadHistory)));
        boolean positioned = rules.hasHistory()
                && (recoverable
                        || rules.forcePositioning()
                        || (position.positioned() && (rules.allowPositioning() || mayReadHistory)));
        boolean latestOnly = rules.forceRecoveryMode() == RecoveryMode.CACHE;
        boolean unasked = latestOnly && rules.autoCacheRecover();
        return new Terms(
                form,
                positioned,
                recoverable,
                latestOnly,
                position.recover() ? position : null,
                recoverable && (position.recover() || unasked),
                rejects && position.recover(),
                false);
    }

    /** The same, where the client wants to be told who joins and leaves if it {@code asks}. */
    Terms asking(boolean asks) {
        return new Terms(form, positioned, recoverable, latestOnly, since, recovers, rejectsUnrecovered, asks);
    }

    /**
     * The form that the client asked for, with what its token keeps from it left out. There are no deltas then.
     *
     * @param kept what publications must match by the token; null for nothing
     * @throws HubException when the client's filter is none or not allowed, or deltas are asked for as well
     */
    static Form form(Namespace options, Command.Wishes wishes, @Nullable TagsFilter kept) {
        Payload wished = wishes.tagsFilter();
        TagsFilter filter = wished == null ? null : filter(options, wishes, wished);
        if (kept != null) {
            return new Form(false, filter == null ? kept : kept.and(filter));
        }
        if (filter != null) {
            return new Form(false, filter);
        }
        List<String> allowed = options.delivery().allowedDeltaTypes();
        return allowed.contains(wishes.delta()) ? Form.DELTA : Form.PLAIN;
    }

    private static TagsFilter filter(Namespace options, Command.Wishes wishes, Payload filter) {
        if (!wishes.delta().isEmpty()) {
            throw HubException.of(ErrorCode.BAD_REQUEST, "tf and delta must not be asked for together");
        }
        if (!options.delivery().allowTagsFilter()) {
            throw HubException.of(ErrorCode.BAD_REQUEST, "tf must not be used in this namespace (allow-tags-filter)");
        }
        try {
            return JsonFilters.parse(new JsonReader(filter.bytes()));
        } catch (IOException | IllegalArgumentException fault) {
            throw HubException.of(ErrorCode.BAD_REQUEST, String.valueOf(fault.getMessage()));
        }
    }

    /** Where the client was; nowhere when it does not ask for recovery. */
    boolean isAskedToRecover() {
        return since != null;
    }
}
