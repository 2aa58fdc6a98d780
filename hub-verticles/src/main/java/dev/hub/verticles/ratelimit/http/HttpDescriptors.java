package dev.hub.verticles.ratelimit.http;

import dev.hub.core.network.IpAddress;
import dev.hub.core.network.TrustedProxies;
import dev.hub.core.ratelimit.Cost;
import dev.hub.core.ratelimit.DescriptorValue;
import dev.hub.core.ratelimit.Descriptors;
import dev.hub.core.ratelimit.Quota;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.auth.User;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a request: {@code operation=http}, {@code method}, {@code route} as it was mounted, {@code ip}, and the
 * {@code user} where somebody authenticated one; and whatever is added. Immutable.
 */
final class HttpDescriptors {
    private static final String METHOD = "method";
    private static final String HTTP = "http";
    private static final String FORWARDED = "X-Forwarded-For";

    private final Map<String, Function<RoutingContext, @Nullable String>> values;

    private HttpDescriptors(Map<String, Function<RoutingContext, @Nullable String>> values) {
        this.values = values;
    }

    static HttpDescriptors standard() {
        return new HttpDescriptors(Map.of())
                .and(Descriptors.OPERATION, call -> HTTP)
                .and(METHOD, call -> call.request().method().name())
                .and(Descriptors.ROUTE, HttpDescriptors::route)
                .and(Descriptors.USER, HttpDescriptors::user)
                .behind(TrustedProxies.NONE);
    }

    HttpDescriptors and(String name, Function<RoutingContext, @Nullable String> value) {
        Map<String, Function<RoutingContext, @Nullable String>> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new HttpDescriptors(more);
    }

    HttpDescriptors behind(TrustedProxies proxies) {
        return and(Descriptors.IP, call -> address(call.request(), proxies));
    }

    private static @Nullable String address(HttpServerRequest request, TrustedProxies proxies) {
        return Optional.ofNullable(request.remoteAddress())
                .flatMap(peer -> IpAddress.parse(String.valueOf(peer.hostAddress())))
                .map(peer -> proxies.origin(peer, request.headers().getAll(FORWARDED)))
                .map(DescriptorValue::of)
                .orElse(null);
    }

    Descriptors of(RoutingContext call) {
        Map<String, String> known = new TreeMap<>();
        for (String name : values.keySet()) {
            String value = value(name, call);
            if (value != null) {
                known.put(name, value);
            }
        }
        return Descriptors.of(known);
    }

    /** What is done; empty when nobody says. */
    String operation(RoutingContext call) {
        String operation = value(Descriptors.OPERATION, call);
        return operation == null ? "" : operation;
    }

    private @Nullable String value(String name, RoutingContext call) {
        Function<RoutingContext, @Nullable String> value = values.get(name);
        String text = value == null ? null : value.apply(call);
        return text == null ? null : DescriptorValue.of(text);
    }

    /** The path with its variables, as {@code /orders/:id}; of a route without one, the path that was asked for. */
    private static String route(RoutingContext call) {
        Route route = call.currentRoute();
        String path = route == null ? null : route.getPath();
        return path == null ? call.normalizedPath() : path;
    }

    private static @Nullable String user(RoutingContext call) {
        User user = call.user();
        return user == null ? null : user.subject();
    }

    /** One, and the bytes that the body is said to have. */
    static Cost cost(RoutingContext call) {
        String length = call.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? Cost.ONE : Cost.bytes(Math.clamp(Long.parseLong(length), 0, Quota.MAX_LIMIT));
        } catch (NumberFormatException malformed) {
            return Cost.ONE;
        }
    }
}
