package dev.hub.core.valkey;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parses the URL of a Valkey deployment. Forms:
 *
 * <pre>
 * valkey://[user[:password]@]host[:port][,host[:port]…][/database]       (also redis; TLS: valkeys, rediss)
 * unix:///path.sock[?user=…&amp;password=…&amp;db=…]
 * valkey+sentinel://[user:password@]h1[:26379],h2/primary-name[/database] (TLS: valkeys+sentinel)
 * valkey+cluster://[user:password@]h1[:6379],h2                           (TLS: valkeys+cluster)
 * </pre>
 *
 * User and password are percent-encoded. Query parameters: {@code user}, {@code password}, {@code db},
 * {@code sentinel-user}, {@code sentinel-password}. Messages of errors never contain what may be a secret.
 */
public final class ValkeyUrl {

    private static final Set<String> PARAMETERS =
            Set.of("user", "password", "db", "sentinel-user", "sentinel-password");
    private static final String ENCODE = "a / : @ ? in user or password must be percent-encoded";
    private static final int DATA_PORT = 6379;
    private static final int SENTINEL_PORT = 26_379;

    private final Scheme scheme;
    private final Credentials userInfo;
    private final String hosts;
    private final String path;
    private final Map<String, String> query;

    private ValkeyUrl(String scheme, String rest) {
        this.scheme = Scheme.of(scheme);
        int question = rest.indexOf('?');
        this.query = question < 0 ? Map.of() : parameters(rest.substring(question + 1));
        String plain = question < 0 ? rest : rest.substring(0, question);
        int at = plain.lastIndexOf('@');
        this.userInfo = at < 0 ? Credentials.NONE : userInfo(plain.substring(0, at));
        String place = plain.substring(at + 1);
        int slash = place.indexOf('/');
        this.hosts = slash < 0 ? place : place.substring(0, slash);
        this.path = slash < 0 ? "" : place.substring(slash + 1);
    }

    /**
     * Reads a URL.
     *
     * @throws IllegalArgumentException when it is not of one of the forms; the text names the fault, never a password
     */
    public static ValkeyOptions parse(String url) {
        int colon = url.indexOf("://");
        if (colon < 1) {
            throw new IllegalArgumentException(
                    "a Valkey URL starts with a scheme such as valkey://, and this one has none");
        }
        return new ValkeyUrl(url.substring(0, colon), url.substring(colon + 3)).options();
    }

    private ValkeyOptions options() {
        Tls tls = scheme.tls() ? Tls.DEFAULT : null;
        return new ValkeyOptions(deployment(), credentials("", userInfo), database(), tls);
    }

    private Deployment deployment() {
        return switch (scheme.kind()) {
            case UNIX -> new Deployment.Standalone(List.of(new Endpoint.Unix(unixPath())));
            case STANDALONE -> new Deployment.Standalone(endpoints(DATA_PORT));
            case CLUSTER -> new Deployment.Cluster(endpoints(DATA_PORT));
            case SENTINEL ->
                new Deployment.Sentinel(
                        endpoints(SENTINEL_PORT),
                        decode(pathPart(0), "primary name"),
                        credentials("sentinel-", Credentials.NONE));
        };
    }

    private String unixPath() {
        if (!hosts.isEmpty()) {
            throw new IllegalArgumentException("a Valkey unix socket is written unix:///path, with three slashes");
        }
        return decode("/" + path, "path");
    }

    private List<Endpoint> endpoints(int defaultPort) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (String host : hosts.split(",", -1)) {
            endpoints.add(endpoint(host, defaultPort));
        }
        return endpoints;
    }

    private static Endpoint endpoint(String text, int defaultPort) {
        int bracket = text.lastIndexOf(']');
        int colon = text.indexOf(':', Math.max(bracket, 0));
        String host = colon < 0 ? text : text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        if (host.isBlank()) {
            throw new IllegalArgumentException("a host of the Valkey URL is empty");
        }
        return new Endpoint.Tcp(
                host, colon < 0 ? defaultPort : number(text.substring(colon + 1), "port of host " + host));
    }

    private int database() {
        String fromPath = switch (scheme.kind()) {
            case STANDALONE, CLUSTER -> pathPart(0);
            case SENTINEL -> pathPart(1);
            case UNIX -> "";
        };
        String text = fromPath.isEmpty() ? query.getOrDefault("db", "") : fromPath;
        return text.isEmpty() ? 0 : number(text, "database");
    }

    private String pathPart(int index) {
        String[] parts = path.split("/", -1);
        int most = scheme.kind() == Kind.SENTINEL ? 2 : 1;
        if (parts.length > most) {
            throw new IllegalArgumentException(
                    "the path of a " + scheme.text() + " URL has at most " + most + " part(s), got " + parts.length);
        }
        return index < parts.length ? parts[index] : "";
    }

    private Credentials credentials(String prefix, Credentials otherwise) {
        String user = query.getOrDefault(prefix + "user", otherwise.user());
        String password = query.getOrDefault(prefix + "password", otherwise.password());
        return new Credentials(user, password);
    }

    private static Credentials userInfo(String text) {
        int colon = text.indexOf(':');
        String user = decode(colon < 0 ? text : text.substring(0, colon), "user");
        @Nullable String password = colon < 0 ? null : decode(text.substring(colon + 1), "password");
        return new Credentials(user.isEmpty() ? null : user, password);
    }

    private static Map<String, String> parameters(String text) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            if (!PARAMETERS.contains(name)) {
                String shown = name.matches("[a-z-]{1,20}") ? " \"" + name + "\"" : " of that name";
                throw new IllegalArgumentException("a Valkey URL has no parameter" + shown
                        + "; it has db, user, password, sentinel-user, sentinel-password; " + ENCODE);
            }
            parameters.put(name, decode(equals < 0 ? "" : pair.substring(equals + 1), "parameter " + name));
        }
        return parameters;
    }

    /** The text itself is kept out of the error: a password with a bare delimiter may end up here. */
    private static int number(String text, String what) {
        if (!text.matches("-?\\d{1,9}")) {
            throw new IllegalArgumentException("the " + what + " in the Valkey URL is not a number; " + ENCODE);
        }
        return Integer.parseInt(text);
    }

    /** Percent-decodes; a plus sign stays a plus sign. The text itself is kept out of the error. */
    private static String decode(String text, String what) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the " + what + " in the Valkey URL is not percent-encoded correctly (a bare % is written %25)");
        }
    }

    private enum Kind {
        STANDALONE,
        UNIX,
        SENTINEL,
        CLUSTER
    }

    private record Scheme(String text, Kind kind, boolean tls) {

        static Scheme of(String text) {
            int plus = text.indexOf('+');
            String base = plus < 0 ? text : text.substring(0, plus);
            String suffix = plus < 0 ? "" : text.substring(plus + 1);
            if (text.equals("unix")) {
                return new Scheme(text, Kind.UNIX, false);
            }
            boolean known = Set.of("valkey", "redis", "valkeys", "rediss").contains(base);
            return switch (suffix) {
                case "" -> of(text, known && plus < 0, Kind.STANDALONE, base);
                case "sentinel" -> of(text, known, Kind.SENTINEL, base);
                case "cluster" -> of(text, known, Kind.CLUSTER, base);
                default -> of(text, false, Kind.STANDALONE, base);
            };
        }

        private static Scheme of(String text, boolean known, Kind kind, String base) {
            if (!known) {
                throw new IllegalArgumentException(
                        "the scheme of a Valkey URL is valkey, valkeys (TLS), redis, rediss (TLS), each"
                                + " alone or with +sentinel or +cluster, or unix; got "
                                + (text.matches("[a-zA-Z+]{1,20}") ? "\"" + text + "\"" : "something else"));
            }
            return new Scheme(text, kind, base.equals("valkeys") || base.equals("rediss"));
        }
    }
}
