package dev.hub.core.config;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The variables by which containers and hosting services customarily name a Valkey or Redis server: {@code
 * VALKEY_URL}, or {@code VALKEY_HOST}, {@code _PORT}, {@code _DB}, {@code _TLS}, {@code _CLUSTER_NODES}, {@code
 * _USERNAME}, {@code _PASSWORD}; each with a twin that begins with {@code REDIS_}. They count only where nothing else
 * gives {@code valkey.url}.
 */
final class CustomaryVariables {
    private static final List<String> PREFIXES = List.of("VALKEY_", "REDIS_");

    private final Map<String, String> environment;
    private final Overlay overlay;

    private CustomaryVariables(Map<String, String> environment, Overlay overlay) {
        this.environment = environment;
        this.overlay = overlay;
    }

    /** Puts what they say into {@code overlay}. */
    static void apply(Map<String, String> environment, Overlay overlay) {
        for (String prefix : PREFIXES) {
            if (new CustomaryVariables(environment, overlay).takeAll(prefix)) {
                return;
            }
        }
    }

    /** Takes the server that the variables with {@code prefix} name; false when they name none. */
    private boolean takeAll(String prefix) {
        String url = value(prefix, "URL");
        if (!url.isEmpty()) {
            put("url", url, prefix + "URL");
            return true;
        }
        String nodes = value(prefix, "CLUSTER_NODES");
        String host = value(prefix, "HOST");
        if (nodes.isEmpty() && host.isEmpty()) {
            return false;
        }
        String scheme = isTrue(value(prefix, "TLS")) ? "valkeys" : "valkey";
        put(
                "url",
                nodes.isEmpty() ? scheme + "://" + address(prefix, host) : scheme + "+cluster://" + nodes,
                prefix + (nodes.isEmpty() ? "HOST" : "CLUSTER_NODES"));
        Stream.of("username", "password", "password-file").forEach(key -> {
            String name = Schema.variable(key);
            if (!value(prefix, name).isEmpty()) {
                put(key, value(prefix, name), prefix + name);
            }
        });
        return true;
    }

    private String address(String prefix, String host) {
        String port = value(prefix, "PORT");
        // Kubernetes sets VALKEY_PORT=tcp://10.0.0.7:6379 for a service named valkey; that is not meant here.
        String portPart = port.isEmpty() || port.contains("://") ? "" : ":" + port;
        String database = value(prefix, "DB");
        boolean isBareIpv6 = host.indexOf(':') != host.lastIndexOf(':') && !host.startsWith("[");
        return (isBareIpv6 ? "[" + host + "]" : host) + portPart + (database.isEmpty() ? "" : "/" + database);
    }

    private String value(String prefix, String name) {
        return environment.getOrDefault(prefix + name, "").strip();
    }

    private void put(String key, String value, String where) {
        overlay.put(List.of("valkey", key), value, where);
    }

    private static boolean isTrue(String text) {
        return List.of("true", "1", "yes", "on").contains(text);
    }
}
