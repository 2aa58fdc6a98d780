package dev.hub.websocket.handshake;

import dev.hub.core.decision.Headers;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Decides which requests become WebSockets. Pure, but for what it reads from the request. */
public final class Handshake {
    /** Where clients connect. */
    public static final String PATH = "/connection/websocket";

    /** The subprotocols that are spoken; one is echoed if it was offered. */
    public static final List<String> SUBPROTOCOLS = List.of("centrifuge-json");

    private static final String SUBPROTOCOL_HEADER = "Sec-WebSocket-Protocol";
    private static final String PROTOBUF = "centrifuge-protobuf";
    private static final String ANY = "*";

    private final List<String> allowedOrigins;
    private final List<String> keptHeaders;

    /**
     * The rules of one hub.
     *
     * @param allowedOrigins web origins besides the hub's own; {@code *} for all
     * @param keptHeaders names in lower case
     */
    public Handshake(List<String> allowedOrigins, List<String> keptHeaders) {
        this.keptHeaders = List.copyOf(keptHeaders);
        this.allowedOrigins = allowedOrigins.stream()
                .map(origin -> origin.toLowerCase(Locale.ROOT))
                .toList();
    }

    /** What to do with a request. */
    public sealed interface Verdict {
        /** Make it a WebSocket. */
        record Accept() implements Verdict {}

        /** Answer with that status and text. */
        record Refuse(int status, String reason) implements Verdict {}
    }

    /** The request asks for a WebSocket where clients connect. */
    public static boolean isMeant(HttpServerRequest request) {
        return PATH.equals(request.path()) && "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE));
    }

    /** What the application is to be told of the request's headers. */
    public Headers kept(HttpServerRequest request) {
        return Headers.keep(keptHeaders, request::getHeader);
    }

    /** Whether the request, which {@link #isMeant}, may become a WebSocket. */
    public Verdict judge(HttpServerRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (!isAllowed(origin, request.getHeader(HttpHeaders.HOST))) {
            return new Verdict.Refuse(403, "origin " + printable(origin) + " is not in auth.allowed-origins");
        }
        if (wantsProtobuf(request)) {
            return new Verdict.Refuse(400, "Protobuf is not spoken here; connect with the JSON protocol");
        }
        return new Verdict.Accept();
    }

    /** Requests that do not come from a browser have no origin. */
    private boolean isAllowed(@Nullable String origin, @Nullable String host) {
        if (origin == null || allowedOrigins.contains(ANY)) {
            return true;
        }
        return allowedOrigins.contains(origin.toLowerCase(Locale.ROOT)) || isHost(origin, host);
    }

    private static boolean isHost(String origin, @Nullable String host) {
        try {
            String authority = new URI(origin).getRawAuthority();
            return authority != null && authority.equalsIgnoreCase(host);
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    private static boolean wantsProtobuf(HttpServerRequest request) {
        String offered = request.getHeader(SUBPROTOCOL_HEADER);
        if (offered != null) {
            List<String> names =
                    Arrays.stream(offered.split(",", -1)).map(String::strip).toList();
            if (names.contains(PROTOBUF)) {
                return names.stream().noneMatch(SUBPROTOCOLS::contains);
            }
        }
        return "protobuf".equals(request.getParam("format")) || "protobuf".equals(request.getParam("cf_protocol"));
    }

    private static String printable(@Nullable String origin) {
        return origin == null ? "" : origin.replaceAll("[^\\x21-\\x7e]", "?");
    }
}
