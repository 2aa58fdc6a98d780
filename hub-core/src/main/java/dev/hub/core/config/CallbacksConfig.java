package dev.hub.core.config;

import dev.hub.core.channel.CallbackRules;
import dev.hub.core.channel.Namespace;
import dev.hub.core.decision.CallbackRoutes;
import dev.hub.core.decision.KeptHeaders;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who in the application is asked what clients may do. Each component is explained in {@code conf/hub.yaml}, section
 * {@code callbacks}.
 *
 * @param connect who decides about connections without a token: the name of an endpoint, {@code verticle}, or empty
 * @param connectWithToken who connects with a token is asked about as well, once the token was found good
 * @param refresh who decides about connections that run out
 * @param rpc who answers calls for which no verticle registered
 * @param httpHeaders which verticles get to see
 */
public record CallbacksConfig(
        List<EndpointConfig> endpoints,
        String connect,
        boolean connectWithToken,
        String refresh,
        String rpc,
        List<String> httpHeaders,
        List<String> emulatedHeaders) {
    private static final String KEY = "callbacks.";

    /** Copies the lists. */
    public CallbacksConfig {
        endpoints = List.copyOf(endpoints);
        httpHeaders = List.copyOf(httpHeaders);
        emulatedHeaders = List.copyOf(emulatedHeaders);
    }

    /** What holds unless configured otherwise: the application is not asked. */
    public static CallbacksConfig defaults() {
        return new CallbacksConfig(List.of(), "", false, "", "", List.of(), List.of());
    }

    /** Who is asked what, channels apart. */
    public CallbackRoutes routes() {
        return new CallbackRoutes(connect, connectWithToken, refresh, rpc);
    }

    /** Headers that an endpoint or verticles get to see. */
    public KeptHeaders keptHeaders() {
        return new KeptHeaders(
                all(httpHeaders, EndpointConfig::httpHeaders), all(emulatedHeaders, EndpointConfig::emulatedHeaders));
    }

    private List<String> all(List<String> forVerticles, Function<EndpointConfig, List<String>> ofEndpoint) {
        return Stream.concat(forVerticles.stream(), endpoints.stream().flatMap(each -> ofEndpoint.apply(each).stream()))
                .toList();
    }

    void check(Rules rules, ChannelsConfig channels) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < endpoints.size(); i++) {
            String key = KEY + "endpoints[" + i + "]";
            EndpointConfig endpoint = endpoints.get(i);
            endpoint.check(rules, key);
            rules.require(names.add(endpoint.name()), key + ".name", endpoint.name(), "must be given to one only");
        }
        httpHeaders.forEach(each -> EndpointConfig.checkHeader(rules, KEY + "http-headers", each));
        emulatedHeaders.forEach(each -> EndpointConfig.checkHeader(rules, KEY + "emulated-headers", each));
        names.add("");
        requireOneOf(rules, names, KEY + "rpc", rpc, "must be the name of one of callbacks.endpoints");
        names.add(CallbackRules.VERTICLE);
        require(rules, names, KEY + "connect", connect);
        require(rules, names, KEY + "refresh", refresh);
        checkChannels(rules, names, channels);
    }

    private static void checkChannels(Rules rules, Set<String> names, ChannelsConfig channels) {
        check(rules, names, "channels.default.", channels.defaultNamespace());
        for (int i = 0; i < channels.namespaces().size(); i++) {
            check(
                    rules,
                    names,
                    "channels.namespaces[" + i + "].",
                    channels.namespaces().get(i));
        }
    }

    private static void check(Rules rules, Set<String> names, String prefix, Namespace namespace) {
        CallbackRules asked = namespace.callbacks();
        require(rules, names, prefix + "subscribe-callback", asked.subscribeCallback());
        require(rules, names, prefix + "sub-refresh-callback", asked.subRefreshCallback());
        require(rules, names, prefix + "publish-callback", asked.publishCallback());
    }

    private static void require(Rules rules, Set<String> names, String key, String name) {
        requireOneOf(rules, names, key, name, "must be the name of one of callbacks.endpoints, or verticle");
    }

    private static void requireOneOf(Rules rules, Set<String> names, String key, String name, String rule) {
        String known = names.stream().filter(each -> !each.isEmpty()).sorted().collect(Collectors.joining(", "));
        rules.require(names.contains(name), key, name, rule + " (" + known + ")", "callbacks.endpoints");
    }
}
