package dev.hub.verticles.ratelimit.rules;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ConnectionControl.Affected;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.LimitControl.RulesChanged;
import dev.hub.core.bus.LimitRuleCommand.By;
import dev.hub.core.bus.LimitRuleCommand.Changed;
import dev.hub.core.bus.LimitRuleCommand.DeletePrice;
import dev.hub.core.bus.LimitRuleCommand.DeleteRule;
import dev.hub.core.bus.LimitRuleCommand.PutPrice;
import dev.hub.core.bus.LimitRuleCommand.PutRule;
import dev.hub.core.bus.NodeCommand;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.ratelimit.RuleOrigin;
import dev.hub.core.ratelimit.notation.PriceNotation;
import dev.hub.core.ratelimit.notation.RuleNotation;
import dev.hub.core.ratelimit.store.RuleStore;
import dev.hub.core.ratelimit.store.RuleStore.Change;
import dev.hub.core.ratelimit.store.StoredKind;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** Changes what is set in Valkey, and has every living instance go by it. */
final class RuleChanges {
    private final RuleStore store;
    private final HubBus bus;
    private final RuleBook book;

    RuleChanges(RuleStore store, HubBus bus, RuleBook book) {
        this.store = store;
        this.bus = bus;
        this.book = book;
    }

    Future<Changed> put(PutRule put) {
        String json = new JsonObject(RuleNotation.write(put.rule())).encode();
        By by = put.by();
        return store.put(StoredKind.RULE, put.rule().name(), json, by.base(), by.who())
                .compose(change -> settle(change, by, json));
    }

    Future<Changed> put(PutPrice put) {
        String json = new JsonObject(PriceNotation.write(put.price())).encode();
        By by = put.by();
        return store.put(StoredKind.PRICE, put.price().model(), json, by.base(), by.who())
                .compose(change -> settle(change, by, json));
    }

    Future<Changed> delete(DeleteRule delete) {
        By by = delete.by();
        return store.remove(StoredKind.RULE, delete.name(), by.base(), by.who()).compose(change -> {
            if (change.outcome() == RuleStore.Outcome.ABSENT) {
                String fault = faultOfDeleting(delete.name());
                if (!fault.isEmpty()) {
                    return refuse(fault);
                }
            }
            return settle(change, by, "");
        });
    }

    Future<Changed> delete(DeletePrice delete) {
        By by = delete.by();
        return store.remove(StoredKind.PRICE, delete.model(), by.base(), by.who())
                .compose(change -> settle(change, by, ""));
    }

    /** What was never set cannot be deleted, but switched off. */
    private String faultOfDeleting(String name) {
        return book.named(name)
                .filter(entry -> entry.origin() != RuleOrigin.API)
                .map(entry -> name + " is a rule "
                        + (entry.origin() == RuleOrigin.FILE ? "of the configuration file" : "that is built in")
                        + "; put it with mode off instead")
                .orElse("");
    }

    /** What was so already is announced as well: whoever did that may have died before he could. */
    private Future<Changed> settle(Change change, By by, String after) {
        return switch (change.outcome()) {
            case DONE, SAME, ABSENT ->
                announce(change).map(told -> new Changed(change.version(), change.before(), after));
            case CONFLICT ->
                refuse("version must be that of the rules, " + change.version()
                        + ": somebody changed them meanwhile, got " + by.base().orElse(""));
            case FULL ->
                Future.failedFuture(HubException.of(
                        ErrorCode.LIMIT_EXCEEDED,
                        "there must be at most " + RuleStore.MAX + " rules, and as many prices"));
        };
    }

    private Future<Affected> announce(Change change) {
        return bus.request(
                Addresses.NODE, new NodeCommand.OrderAll(new RulesChanged(change.version())), Affected.class);
    }

    private static <T> Future<T> refuse(String fault) {
        return Future.failedFuture(HubException.of(ErrorCode.BAD_REQUEST, "bad request: " + fault));
    }
}
