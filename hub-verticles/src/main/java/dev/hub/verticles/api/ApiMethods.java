package dev.hub.verticles.api;

import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.HubConnections;
import dev.hub.core.channel.CurrentNamespaces;
import dev.hub.core.channel.Payload;
import dev.hub.core.job.JobIds;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** All methods of the API, over HTTP and on the event bus. Tabled in docs/http-api.md; a test compares. */
final class ApiMethods {
    private final Map<String, ApiMethod> byName = new TreeMap<>();

    private ApiMethods(List<Collection<ApiMethod>> concepts) {
        concepts.forEach(methods -> methods.forEach(each -> byName.put(each.name(), each)));
    }

    /** All there are. */
    static ApiMethods of(HubBus bus, CurrentNamespaces namespaces) {
        ApiChannels channels = new ApiChannels(namespaces);
        return new ApiMethods(List.of(
                new PublishMethods(bus, channels).methods(),
                new HistoryMethods(bus, channels).methods(),
                new ConsumerMethods(bus, ConsumerMethods.MAX_WAIT).methods(),
                new JobMethods(bus, new JobIds(new SecureRandom()), JobLimits.BACK_END).methods(),
                new JobWorkMethods(bus, JobLimits.BACK_END).methods(),
                new QueueMethods(bus).methods(),
                new ScheduleMethods(bus, new JobIds(new SecureRandom())).methods(),
                new ConnectionMethods(bus, channels).methods(),
                new ListingMethods(HubConnections.of(bus)).methods(),
                new RevocationMethods(bus, InstantSource.system()).methods(),
                new NodeMethods(bus).methods(),
                new PresenceMethods(bus, channels).methods(),
                new LimitMethods(bus).methods(),
                new BudgetMethods(bus).methods(),
                new NamespaceMethods(bus).methods(),
                new LimitRuleMethods(bus).methods(),
                new LimitReportMethod(bus).methods(),
                new QueueReportMethod(bus).methods()));
    }

    /** Their names. */
    Set<String> names() {
        return byName.keySet();
    }

    /**
     * Calls the method {@code name}. The result is a JSON object; it fails with a {@link HubException} when the request is
     * refused.
     *
     * @throws IllegalArgumentException when the body is no JSON object, or a field of the wrong type
     * @throws HubException with {@link ErrorCode#METHOD_NOT_FOUND}; with {@link ErrorCode#BAD_REQUEST} and what is wrong
     */
    Future<Payload> call(String name, byte[] body) {
        ApiMethod method = byName.get(name);
        if (method == null) {
            throw HubException.of(ErrorCode.METHOD_NOT_FOUND);
        }
        return method.call().apply(ApiFields.of(body));
    }

    /** Whoever called {@code name} is gone and will not see {@code result}. */
    void takeBack(String name, Payload result) {
        ApiMethod method = byName.get(name);
        if (method != null) {
            method.takeBack().accept(result);
        }
    }

    /** What a back end is told of a refusal. */
    static JsonObject error(Throwable cause) {
        HubException refusal = HubException.from(cause);
        JsonObject error = new JsonObject().put("code", refusal.code()).put("message", refusal.text());
        if (refusal.isTemporary()) {
            error.put("temporary", true);
        }
        return new JsonObject().put("error", error);
    }
}
