package dev.hub.verticles.launch;

import dev.hub.core.auth.ConnectionClaims;
import dev.hub.core.auth.TokenMinter;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.config.HubConfig;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;

/** What a hub that has started says to who started it: where it is, and lines to paste. */
final class Banner {
    private static final Duration TOKEN_LIFE = Duration.ofHours(1);

    private final Surroundings surroundings;
    private final HubConfig config;
    private final String authority;
    private final PrintWriter out;

    Banner(Surroundings surroundings, HubConfig config, int port) {
        this.surroundings = surroundings;
        this.config = config;
        this.authority = RemoteOptions.reachable(config.server().host()) + ":" + port;
        this.out = surroundings.out();
    }

    /**
     * Prints all of it.
     *
     * @param given the configuration without the hub's own secrets
     * @param options those of the command line that examples need as well
     */
    void print(OwnSecrets secrets, HubConfig given, String options, Duration sinceStart) {
        String took =
                sinceStart.isZero() ? "" : String.format(Locale.ROOT, " (%.1f s)", sinceStart.toMillis() / 1000.0);
        out.println(bold("Hub " + Version.ofThisHub() + " is ready") + took);
        out.println();
        addresses(given);
        warnOfInsecurity();
        tellOfSecrets(secrets, given);
        tellOfDemoChannels(given);
        examples(secrets, given, options);
        out.flush();
    }

    private void addresses(HubConfig given) {
        boolean tls = config.server().tls().enabled();
        String http = (tls ? "https://" : "http://") + authority;
        line("WebSocket", (tls ? "wss://" : "ws://") + authority + "/connection/websocket");
        line("Try it", http + "/" + (showsToken(given) ? "#token=" + token(given) : ""));
        line("HTTP API", http + "/api/");
        line("Health", http + "/health/ready");
        if (config.metrics().enabled()) {
            line("Metrics", http + "/metrics");
        }
        line("Valkey", valkey());
        out.println();
    }

    private String valkey() {
        return config.valkey().isPrivate()
                ? "a private server, data in " + config.valkey().dataDir()
                : config.valkey().url().reveal().replaceAll("//[^/]*@", "//").replaceAll("\\?.*", "");
    }

    private void warnOfInsecurity() {
        if (config.auth().insecure()) {
            warn("auth.insecure is on: EVERYBODY who reaches this hub may read and publish everything, without a"
                    + " token.");
        }
        if (config.api().insecure()) {
            warn("api.insecure is on: EVERYBODY who reaches this hub may use its HTTP API, without a key.");
        }
        if (!config.server().isLoopback()
                && (config.auth().insecure() || config.api().insecure())) {
            warn("And it can be reached from other machines (server.host "
                    + config.server().host() + ").");
        }
    }

    private void tellOfSecrets(OwnSecrets secrets, HubConfig given) {
        if (!secrets.made().isEmpty()) {
            String files = secrets.made().stream().map(Object::toString).collect(Collectors.joining(" and "));
            out.println("No secrets were configured (auth.hmac-secret, api.key). Made, for your eyes only: " + files);
        }
        boolean own = !given.auth().token().hasKeys() && !given.auth().insecure();
        if (own && !given.valkey().isPrivate()) {
            out.println("Other hubs on the same Valkey need the same auth.hmac-secret to accept the same tokens.");
        }
        if (!secrets.made().isEmpty() || (own && !given.valkey().isPrivate())) {
            out.println();
        }
    }

    private void tellOfDemoChannels(HubConfig given) {
        if (DemoChannels.areOpenIn(given)) {
            out.println("No channels are configured. To try it, clients with a token may use demo:*"
                    + " until you configure your own (channels.namespaces).");
            out.println();
        }
    }

    /** The hub made the secret itself, just to be tried: the token may stand on the screen. */
    private boolean showsToken(HubConfig given) {
        return given.auth().hmacSecret().isEmpty()
                && !config.auth().hmacSecret().isEmpty();
    }

    /** A channel that the examples can use. */
    private static String channel(HubConfig given) {
        return DemoChannels.areOpenIn(given) ? DemoChannels.LOBBY : "news";
    }

    /** Where channels are open to everybody with a token, the token need not name any. */
    private static String channelsOfToken(HubConfig given) {
        return DemoChannels.areOpenIn(given) ? "" : " --channels " + channel(given);
    }

    private void examples(OwnSecrets secrets, HubConfig given, String options) {
        String program = surroundings.program();
        String channel = channel(given);
        if (!config.auth().hmacSecret().isEmpty()) {
            out.println(bold("A token") + " for user ann, good for an hour:");
            out.println("  " + program + " token" + options + " --user ann" + channelsOfToken(given));
            if (showsToken(given)) {
                out.println("  " + token(given));
            }
        }
        out.println(bold("Publish") + " to channel " + channel + ":");
        out.println("  " + (given.api().key().isEmpty() ? curl(secrets, channel) : publish(program, options, channel)));
        out.println("Ctrl-C stops the hub.");
    }

    private String token(HubConfig given) {
        long expireAt = surroundings.clock().instant().plus(TOKEN_LIFE).getEpochSecond();
        return new TokenMinter(config.auth().hmacSecret())
                .connection(new ConnectionClaims(
                        "ann",
                        expireAt,
                        null,
                        DemoChannels.areOpenIn(given) ? List.of() : List.of(new ChannelName(channel(given)))));
    }

    private String curl(OwnSecrets secrets, String channel) {
        boolean tls = config.server().tls().enabled();
        String key = config.api().insecure()
                ? ""
                : " -H \"X-API-Key: $(cat " + Shell.quote(secrets.apiKeyFile().toString()) + ")\"";
        return "curl" + (tls ? " --insecure" : "") + key + " -d '{\"channel\":\"" + channel
                + "\",\"data\":{\"text\":\"hello\"}}' " + (tls ? "https://" : "http://") + authority + "/api/publish";
    }

    /** The key is the user's own and is not shown; the command finds it where the hub did. */
    private String publish(String program, String options, String channel) {
        String scheme = config.server().tls().enabled() ? "https://" : "http://";
        return program + " publish" + options + " --url " + scheme + authority + " " + channel
                + " '{\"text\":\"hello\"}'";
    }

    private void line(String name, String value) {
        out.println("  " + bold(String.format(Locale.ROOT, "%-11s", name)) + " " + value);
    }

    private void warn(String text) {
        surroundings.err().println(styled("bold,fg(red)", "WARNING: " + text));
    }

    private String bold(String text) {
        return styled("bold", text);
    }

    private String styled(String style, String text) {
        return surroundings.coloured() ? Ansi.ON.string("@|" + style + " " + text + "|@") : text;
    }
}
