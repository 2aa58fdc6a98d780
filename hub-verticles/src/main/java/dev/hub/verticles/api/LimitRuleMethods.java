package dev.hub.verticles.api;

import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.HubLimitRules;
import dev.hub.core.bus.LimitRuleCommand.By;
import dev.hub.core.bus.LimitRuleCommand.Changed;
import dev.hub.core.bus.LimitRuleCommand.Entries;
import dev.hub.core.bus.LimitRuleCommand.ListAll;
import dev.hub.core.ratelimit.LimitRule;
import dev.hub.core.ratelimit.ModelPrice;
import dev.hub.core.ratelimit.RuleEntry;
import dev.hub.core.ratelimit.notation.InvalidNotationException;
import dev.hub.core.ratelimit.notation.PriceNotation;
import dev.hub.core.ratelimit.notation.RuleNotation;
import dev.hub.core.ratelimit.store.LoggedChange;
import dev.hub.core.ratelimit.store.RuleStore;
import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Rules of limits and prices of models, changed while the hub runs. Unknown fields are refused. */
final class LimitRuleMethods {
    private static final String NAME = "name";
    private static final String MODEL = "model";
    private static final String VERSION = "version";
    private static final String ACTOR = "actor";
    private static final Set<String> BESIDE = Set.of(VERSION, ACTOR);
    private static final String STANDARD_ACTOR = "api";
    private static final int STANDARD_LOG = 100;
    private static final Pattern ENTRY = Pattern.compile("(\\d{1,20}-\\d{1,20})?");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,20}");

    private final HubLimitRules rules;

    LimitRuleMethods(HubBus bus) {
        this.rules = HubLimitRules.of(bus);
    }

    List<ApiMethod> methods() {
        return List.of(
                ApiMethod.of("limit_rule_put", LimitRuleMethods::rulePut, this::put),
                ApiMethod.of("limit_rule_list", fields -> new ListAll(), this::listRules),
                ApiMethod.of("limit_rule_delete", fields -> deletion(fields, NAME), this::deleteRule),
                ApiMethod.of("limit_rule_log", LimitRuleMethods::logWanted, this::log),
                ApiMethod.of("limit_price_put", LimitRuleMethods::pricePut, this::put),
                ApiMethod.of("limit_price_list", fields -> new ListAll(), this::listPrices),
                ApiMethod.of("limit_price_delete", fields -> deletion(fields, MODEL), this::deletePrice));
    }

    /** A rule to be set. */
    record RulePut(LimitRule rule, By by) {}

    /** A price to be set. */
    record PricePut(ModelPrice price, By by) {}

    /** A rule or price to be taken away. */
    record Deletion(String name, By by) {}

    /** Which changes are asked for. */
    record LogWanted(String cursor, int limit) {}

    private static RulePut rulePut(ApiFields fields) {
        return new RulePut(read(fields, RuleNotation::read), by(fields));
    }

    private static PricePut pricePut(ApiFields fields) {
        return new PricePut(read(fields, PriceNotation::read), by(fields));
    }

    private static <T> T read(ApiFields fields, Function<Map<?, ?>, T> notation) {
        Map<String, Object> given = new LinkedHashMap<>();
        for (String name : fields.names()) {
            Object value = BESIDE.contains(name) ? null : fields.value(name);
            if (value != null) {
                given.put(name, value);
            }
        }
        try {
            return notation.apply(given);
        } catch (InvalidNotationException invalid) {
            throw ApiFields.badRequest(String.valueOf(invalid.getMessage()));
        }
    }

    private static By by(ApiFields fields) {
        String actor = fields.string(ACTOR);
        Optional<String> base = version(fields);
        return ControlFields.checked(() -> new By(actor.isEmpty() ? STANDARD_ACTOR : actor, base));
    }

    private static Optional<String> version(ApiFields fields) {
        String version = fields.string(VERSION);
        if (!version.isEmpty() && !NUMBER.matcher(version).matches()) {
            throw ApiFields.badRequest("version must be one that limit_rule_list has told");
        }
        return Optional.of(version).filter(each -> !each.isEmpty());
    }

    private static Deletion deletion(ApiFields fields, String key) {
        String name = fields.string(key);
        if (name.isEmpty() || name.length() > ModelPrice.MAX_LENGTH) {
            throw ApiFields.badRequest(
                    key + " must have 1 to " + ModelPrice.MAX_LENGTH + " characters, got " + name.length());
        }
        return new Deletion(name, by(fields));
    }

    private static LogWanted logWanted(ApiFields fields) {
        String cursor = fields.string("cursor");
        if (!ENTRY.matcher(cursor).matches()) {
            throw ApiFields.badRequest("cursor must be one that limit_rule_log has told");
        }
        return new LogWanted(cursor, (int) fields.integer("limit", STANDARD_LOG, 1, RuleStore.MAX_LOG));
    }

    private Future<JsonObject> put(RulePut put) {
        return rules.put(put.rule(), put.by())
                .map(changed -> changed(changed).put("rule", new JsonObject(RuleNotation.write(put.rule()))));
    }

    private Future<JsonObject> put(PricePut put) {
        return rules.putPrice(put.price(), put.by())
                .map(changed -> changed(changed).put("price", new JsonObject(PriceNotation.write(put.price()))));
    }

    private static JsonObject changed(Changed changed) {
        JsonObject json = new JsonObject().put(VERSION, changed.version()).put("changed", changed.isNews());
        parsed(changed.before()).ifPresent(before -> json.put("before", before));
        return json;
    }

    private Future<JsonObject> deleteRule(Deletion deletion) {
        return rules.delete(deletion.name(), deletion.by()).map(LimitRuleMethods::deleted);
    }

    private Future<JsonObject> deletePrice(Deletion deletion) {
        return rules.deletePrice(deletion.name(), deletion.by()).map(LimitRuleMethods::deleted);
    }

    private static JsonObject deleted(Changed changed) {
        JsonObject json = new JsonObject().put(VERSION, changed.version()).put("deleted", changed.isNews());
        parsed(changed.before()).ifPresent(before -> json.put("before", before));
        return json;
    }

    private Future<JsonObject> listRules(ListAll request) {
        return rules.list().map(entries -> {
            JsonArray list = new JsonArray();
            entries.rules().forEach(each -> list.add(encode(each)));
            JsonArray unreadable = new JsonArray();
            new TreeMap<>(entries.unreadable())
                    .forEach((name, fault) ->
                            unreadable.add(new JsonObject().put(NAME, name).put("fault", fault)));
            JsonObject json = new JsonObject().put(VERSION, entries.version()).put("rules", list);
            return unreadable.isEmpty() ? json : json.put("unreadable", unreadable);
        });
    }

    private static JsonObject encode(RuleEntry entry) {
        JsonObject json = new JsonObject()
                .put("rule", new JsonObject(RuleNotation.write(entry.rule())))
                .put("origin", entry.origin().text());
        entry.replaces().ifPresent(origin -> json.put("replaces", origin.text()));
        return json;
    }

    private Future<JsonObject> listPrices(ListAll request) {
        return rules.list().map(LimitRuleMethods::prices);
    }

    private static JsonObject prices(Entries entries) {
        JsonArray list = new JsonArray();
        entries.prices().forEach(each -> list.add(new JsonObject(PriceNotation.write(each))));
        return new JsonObject().put(VERSION, entries.version()).put("prices", list);
    }

    private Future<JsonObject> log(LogWanted wanted) {
        return rules.log(wanted.cursor(), wanted.limit()).map(changes -> {
            JsonArray list = new JsonArray();
            changes.forEach(each -> list.add(encode(each)));
            String next =
                    changes.size() < wanted.limit() ? "" : changes.getLast().id();
            return ListingMethods.withCursor(new JsonObject().put("changes", list), next);
        });
    }

    private static JsonObject encode(LoggedChange change) {
        JsonObject json = new JsonObject()
                .put("at", change.atMs())
                .put(ACTOR, change.who())
                .put("kind", change.kind().name().toLowerCase(Locale.ROOT))
                .put(NAME, change.name());
        parsed(change.before()).ifPresent(before -> json.put("before", before));
        parsed(change.after()).ifPresent(after -> json.put("after", after));
        return json;
    }

    /** What somebody else wrote may be no JSON: then it is told as it stands. */
    private static Optional<Object> parsed(String json) {
        try {
            return json.isEmpty() ? Optional.empty() : Optional.of(new JsonObject(json));
        } catch (DecodeException strange) {
            return Optional.of(json);
        }
    }
}
