package dev.hub.verticles.api;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ConsumerCommand;
import dev.hub.core.bus.ConsumerCommand.Acknowledge;
import dev.hub.core.bus.ConsumerCommand.Batch;
import dev.hub.core.bus.ConsumerCommand.Create;
import dev.hub.core.bus.ConsumerCommand.Created;
import dev.hub.core.bus.ConsumerCommand.DeadLetters;
import dev.hub.core.bus.ConsumerCommand.Delete;
import dev.hub.core.bus.ConsumerCommand.Deleted;
import dev.hub.core.bus.ConsumerCommand.Describe;
import dev.hub.core.bus.ConsumerCommand.Extend;
import dev.hub.core.bus.ConsumerCommand.Fetch;
import dev.hub.core.bus.ConsumerCommand.ListAll;
import dev.hub.core.bus.ConsumerCommand.ListDead;
import dev.hub.core.bus.ConsumerCommand.Listing;
import dev.hub.core.bus.ConsumerCommand.PurgeDead;
import dev.hub.core.bus.ConsumerCommand.Purged;
import dev.hub.core.bus.ConsumerCommand.Refuse;
import dev.hub.core.bus.ConsumerCommand.RetryDead;
import dev.hub.core.bus.HubBus;
import dev.hub.core.channel.Payload;
import dev.hub.core.consumer.ConsumerInfo;
import dev.hub.core.consumer.Revived;
import dev.hub.core.consumer.Settled;
import dev.hub.verticles.consumer.DeliveryJson;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;

/** Durable consumers: over HTTP, on the event bus, and for clients by rpc. */
final class ConsumerMethods {
    /** Longest wait of a back end. */
    static final Duration MAX_WAIT = Duration.ofMillis(Fetch.MAX_WAIT_MILLIS);

    /** Longest wait of a client, whose SDK expects an answer within 5 s. */
    static final Duration MAX_CLIENT_WAIT = Duration.ofSeconds(3);

    private final HubBus bus;
    private final ConsumerFields fields;

    /**
     * The methods as one sort of caller sees them.
     *
     * @param maxWait longest {@code wait_ms} of a fetch
     */
    ConsumerMethods(HubBus bus, Duration maxWait) {
        this.bus = bus;
        this.fields = new ConsumerFields(maxWait);
    }

    List<ApiMethod> methods() {
        return List.of(
                ApiMethod.of("consumer_create", fields::create, this::create),
                ApiMethod.of("consumer_delete", fields::delete, this::delete),
                ApiMethod.of("consumer_list", fields::list, this::list),
                ApiMethod.of("consumer_info", fields::describe, this::describe),
                ApiMethod.ofJson("consumer_fetch", fields::fetch, this::fetch),
                ApiMethod.of("consumer_ack", fields::acknowledge, this::acknowledge),
                ApiMethod.of("consumer_nack", fields::refuse, this::refuse),
                ApiMethod.of("consumer_extend", fields::extend, this::extend),
                ApiMethod.ofJson("consumer_dead_list", fields::listDead, this::listDead),
                ApiMethod.of("consumer_dead_retry", fields::retryDead, this::retryDead),
                ApiMethod.of("consumer_dead_purge", fields::purgeDead, this::purgeDead));
    }

    private <T> Future<T> ask(ConsumerCommand command, Class<T> answer) {
        return bus.request(Addresses.CONSUMER, command, answer);
    }

    private Future<JsonObject> create(Create request) {
        return ask(request, Created.class).map(created -> new JsonObject().put("created", created.isNew()));
    }

    private Future<JsonObject> delete(Delete request) {
        return ask(request, Deleted.class).map(deleted -> new JsonObject().put("deleted", deleted.wasThere()));
    }

    private Future<JsonObject> list(ListAll request) {
        return ask(request, Listing.class).map(listing -> {
            JsonArray all = new JsonArray();
            listing.entries()
                    .forEach(each -> all.add(new JsonObject()
                            .put("consumer", each.consumer().name())
                            .mergeIn(ConsumerFields.encode(each.info()))));
            return new JsonObject().put("consumers", all);
        });
    }

    private Future<JsonObject> describe(Describe request) {
        return ask(request, ConsumerInfo.class).map(ConsumerFields::encode);
    }

    private Future<Payload> fetch(Fetch request) {
        Duration patience = Duration.ofMillis(request.waitMillis());
        return bus.request(Addresses.CONSUMER, request, Batch.class, patience).map(DeliveryJson::batch);
    }

    private Future<JsonObject> acknowledge(Acknowledge request) {
        return ask(request, Settled.class).map(settled -> encode("acked", settled));
    }

    private Future<JsonObject> refuse(Refuse request) {
        return ask(request, Settled.class).map(settled -> encode("nacked", settled));
    }

    private Future<JsonObject> extend(Extend request) {
        return ask(request, Settled.class).map(settled -> encode("extended", settled));
    }

    private static JsonObject encode(String verb, Settled settled) {
        JsonObject json = new JsonObject().put(verb, settled.count());
        return settled.unknown().isEmpty() ? json : json.put("unknown", new JsonArray(settled.unknown()));
    }

    private Future<Payload> listDead(ListDead request) {
        return ask(request, DeadLetters.class).map(dead -> DeliveryJson.letters(dead.letters()));
    }

    private Future<JsonObject> retryDead(RetryDead request) {
        return ask(request, Revived.class).map(revived -> {
            JsonObject json = new JsonObject().put("retried", revived.count());
            return revived.refused().isEmpty() ? json : json.put("unknown", new JsonArray(revived.refused()));
        });
    }

    private Future<JsonObject> purgeDead(PurgeDead request) {
        return ask(request, Purged.class).map(purged -> new JsonObject().put("purged", purged.count()));
    }
}
