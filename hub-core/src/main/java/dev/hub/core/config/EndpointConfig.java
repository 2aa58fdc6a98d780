package dev.hub.core.config;

import dev.hub.core.auth.Secret;
import dev.hub.core.channel.CallbackRules;
import dev.hub.core.option.Range;
import dev.hub.core.webhook.WebhookSecret;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One address at which the application is asked. Each component is explained in {@code conf/hub.yaml}, section
 * {@code callbacks}.
 *
 * @param name by which the configuration speaks of it
 * @param url where questions are posted to; {@value #TOPIC} in it becomes {@code connect}, {@code subscribe} and so on
 * @param timeout of one request, from connecting to the last byte of the answer
 * @param retries of a question that can be asked twice without harm
 * @param httpHeaders of the request that opened the connection, to be passed on
 * @param includeMeta the application is told what it attached to the connection
 * @param maxAnswerSize longest answer
 */
public record EndpointConfig(
        String name,
        String url,
        @Range(min = "10ms", max = "3s") Duration timeout,
        @Range(min = "0", max = "3") int retries,
        @Range(min = "1", max = "1000") int maxParallel,
        @Range(min = "0", max = "1000000") int maxWaiting,
        @Range(min = "1KiB", max = "4MiB") DataSize maxAnswerSize,
        List<String> httpHeaders,
        List<String> emulatedHeaders,
        boolean includeMeta,
        BreakerConfig breaker,
        SigningConfig signing,
        TlsConfig tls) {
    /** In a URL it stands for what the question is about. */
    public static final String TOPIC = "{topic}";

    private static final Pattern NAME = Pattern.compile("[-a-zA-Z0-9_.]{2,64}");
    private static final Pattern HEADER = Pattern.compile("[-!#$%&'*+.^_`|~0-9A-Za-z]{1,128}");

    /** Headers that belong to one connection, or that the hub sets itself. */
    private static final Set<String> NEVER_PASSED_ON = Set.of(
            "connection",
            "content-encoding",
            "content-length",
            "content-type",
            "expect",
            "host",
            "hub-topic",
            "keep-alive",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "webhook-id",
            "webhook-signature",
            "webhook-timestamp");

    /** Copies the lists. */
    public EndpointConfig {
        httpHeaders = List.copyOf(httpHeaders);
        emulatedHeaders = List.copyOf(emulatedHeaders);
    }

    /**
     * When an endpoint is left alone for a while. The default bears that everything under way fails at once, as when the
     * application pauses for longer than the timeout.
     *
     * @param failures so many among twice as many requests
     * @param pause until it is tried again, with one request at first
     */
    public record BreakerConfig(
            @Range(min = "1", max = "1000") int failures,
            @Range(min = "100ms", max = "10m") Duration pause) {}

    /**
     * What requests are signed with.
     *
     * @param secret in the form of Standard Webhooks; empty for no signature
     * @param previousSecret signs as well, while one replaces the other
     */
    public record SigningConfig(Secret secret, Secret previousSecret) {}

    /** Whom to trust and what to show, all as PEM files; a null authority trusts those of the JDK. */
    public record TlsConfig(
            @Nullable Path caFile,
            @Nullable Path certFile,
            @Nullable Path keyFile) {}

    /** What holds unless configured otherwise; name and URL are missing. */
    public static EndpointConfig defaults() {
        return new EndpointConfig(
                "",
                "",
                Duration.ofSeconds(1),
                1,
                64,
                4096,
                DataSize.ofKiB(256),
                List.of(),
                List.of(),
                false,
                new BreakerConfig(100, Duration.ofSeconds(2)),
                new SigningConfig(Secret.NONE, Secret.NONE),
                new TlsConfig(null, null, null));
    }

    /** An endpoint with every option but these at its default. */
    public static EndpointConfig of(String name, String url) {
        EndpointConfig standard = defaults();
        return new EndpointConfig(
                name,
                url,
                standard.timeout,
                standard.retries,
                standard.maxParallel,
                standard.maxWaiting,
                standard.maxAnswerSize,
                standard.httpHeaders,
                standard.emulatedHeaders,
                standard.includeMeta,
                standard.breaker,
                standard.signing,
                standard.tls);
    }

    void check(Rules rules, String key) {
        rules.requireRanges(key, this);
        rules.require(
                NAME.matcher(name).matches() && !name.equals(CallbackRules.VERTICLE),
                key + ".name",
                name,
                "must be 2 to 64 letters, digits or one of - _ . and not " + CallbackRules.VERTICLE);
        String fault = faultOfUrl(url);
        rules.require(fault.isEmpty(), key + ".url", url, fault);
        httpHeaders.forEach(each -> checkHeader(rules, key + ".http-headers", each));
        emulatedHeaders.forEach(each -> checkHeader(rules, key + ".emulated-headers", each));
        checkSigning(rules, key + ".signing.", signing);
        checkTls(rules, key + ".tls.", url, tls);
    }

    /** What is wrong with {@code url} as an address to post to; empty when nothing is. */
    static String faultOfUrl(String url) {
        try {
            URI address = new URI(url.replace(TOPIC, "topic"));
            boolean isHttp = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
            if (!isHttp || address.getHost() == null || address.getPort() == 0 || address.getPort() > 65535) {
                return "must be http://host/path or https://host/path";
            }
            return address.getUserInfo() == null && address.getFragment() == null
                    ? ""
                    : "must have no user, password or fragment in it";
        } catch (URISyntaxException malformed) {
            return "must be http://host/path or https://host/path";
        }
    }

    /** Checks one header of a list of those that are passed on. */
    static void checkHeader(Rules rules, String key, String header) {
        String name = header.toLowerCase(Locale.ROOT);
        rules.require(HEADER.matcher(header).matches(), key, header, "must each be the name of an HTTP header");
        rules.require(
                !NEVER_PASSED_ON.contains(name) && !name.startsWith("sec-websocket-"),
                key,
                header,
                "must not name what belongs to one connection, or what the hub sets itself");
    }

    /** Checks secrets whose keys begin with {@code key}. */
    static void checkSigning(Rules rules, String key, SigningConfig signing) {
        String form = "must be whsec_ and base64 of 24 to 64 bytes (echo whsec_$(openssl rand -base64 32) makes one)";
        rules.require(isUsable(signing.secret), key + "secret", signing.secret, form);
        rules.require(isUsable(signing.previousSecret), key + "previous-secret", signing.previousSecret, form);
        rules.require(
                signing.previousSecret.isEmpty() || !signing.secret.isEmpty(),
                key + "previous-secret",
                signing.previousSecret,
                "needs " + key + "secret as well");
    }

    private static boolean isUsable(Secret secret) {
        return secret.isEmpty() || WebhookSecret.faultOf(secret.reveal()).isEmpty();
    }

    /** Checks the files for connections to {@code url}, whose keys begin with {@code key}. */
    static void checkTls(Rules rules, String key, String url, TlsConfig tls) {
        boolean isEmpty = tls.caFile == null && tls.certFile == null && tls.keyFile == null;
        rules.require(isEmpty || url.startsWith("https:"), key + "ca-file", tls.caFile, "has no effect without https");
        rules.require(
                (tls.certFile == null) == (tls.keyFile == null),
                key + "cert-file",
                tls.certFile,
                "and key-file must be given together");
    }
}
