package dev.hub.core.bus;

import dev.hub.core.bus.LimitRuleCommand.By;
import dev.hub.core.bus.LimitRuleCommand.Changed;
import dev.hub.core.bus.LimitRuleCommand.DeletePrice;
import dev.hub.core.bus.LimitRuleCommand.DeleteRule;
import dev.hub.core.bus.LimitRuleCommand.Entries;
import dev.hub.core.bus.LimitRuleCommand.ListAll;
import dev.hub.core.bus.LimitRuleCommand.Log;
import dev.hub.core.bus.LimitRuleCommand.PutPrice;
import dev.hub.core.bus.LimitRuleCommand.PutRule;
import dev.hub.core.bus.LimitRuleCommand.ReadLog;
import dev.hub.core.ratelimit.LimitRule;
import dev.hub.core.ratelimit.ModelPrice;
import dev.hub.core.ratelimit.store.LoggedChange;
import io.vertx.core.Future;
import java.util.List;

/**
 * The rules of limits, as a verticle beside the hub can change them. A change is done when every living instance goes by it;
 * it fails with a temporary {@link dev.hub.core.protocol.ErrorCode#INTERNAL} that names the instances that did not answer
 * within 2 s, and may be made again then.
 */
public final class HubLimitRules {
    private final HubBus bus;

    private HubLimitRules(HubBus bus) {
        this.bus = bus;
    }

    /** Those of the hub on {@code bus}. */
    public static HubLimitRules of(HubBus bus) {
        return new HubLimitRules(bus);
    }

    /** All rules and prices, by name. */
    public Future<Entries> list() {
        return bus.request(Addresses.RATE_LIMIT_RULES, new ListAll(), Entries.class);
    }

    /** From now on the rule holds, in place of one of its name. */
    public Future<Changed> put(LimitRule rule, By by) {
        return change(new PutRule(rule, by));
    }

    /** The rule that was set is gone; one of the file or a built-in one of its name holds again. */
    public Future<Changed> delete(String name, By by) {
        return change(new DeleteRule(name, by));
    }

    /** From now on this is what the model costs. */
    public Future<Changed> putPrice(ModelPrice price, By by) {
        return change(new PutPrice(price, by));
    }

    /** The price is gone. */
    public Future<Changed> deletePrice(String model, By by) {
        return change(new DeletePrice(model, by));
    }

    private Future<Changed> change(LimitRuleCommand command) {
        return bus.request(Addresses.RATE_LIMIT_RULES, command, Changed.class);
    }

    /**
     * Who changed what, latest first.
     *
     * @param before only what came before the entry of that id; empty for the latest
     * @param limit 1 to {@link dev.hub.core.ratelimit.store.RuleStore#MAX_LOG}
     */
    public Future<List<LoggedChange>> log(String before, int limit) {
        return bus.request(Addresses.RATE_LIMIT_RULES, new ReadLog(before, limit), Log.class)
                .map(Log::changes);
    }
}
