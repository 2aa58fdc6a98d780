package dev.hub.verticles.launch;

import dev.hub.core.config.HubConfig;
import dev.hub.core.config.ServerConfig;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options by which a command finds a running hub, and the configuration that says how to get in. */
final class RemoteOptions {
    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The hub, such as https://hub.example.com; default the one that the configuration describes.")
    @Nullable
    private URI url;

    /** The configuration, with the secrets that the hub here keeps. */
    HubConfig load(Surroundings surroundings) {
        HubConfig loaded = config.load(surroundings).config();
        return new OwnSecrets(loaded.valkey().dataDir()).completeWithKnown(loaded);
    }

    /**
     * The hub's address for {@code path}.
     *
     * @param scheme {@code http} or {@code ws}; becomes {@code https} or {@code wss} where the hub has TLS
     */
    URI address(HubConfig config, String scheme, String path) {
        URI base = url == null ? of(config.server()) : url;
        String text = base.toString();
        if (!text.matches("(https?|wss?)://[^/]+/?")) {
            throw CommandFailure.of("--url must be http://host:port or https://host:port, got " + text);
        }
        boolean secure = text.startsWith("https:") || text.startsWith("wss:");
        return URI.create((secure ? scheme + "s" : scheme) + "://" + base.getRawAuthority() + path);
    }

    private static URI of(ServerConfig server) {
        return URI.create(
                (server.tls().enabled() ? "https" : "http") + "://" + reachable(server.host()) + ":" + server.port());
    }

    /** Where {@code host} can be reached from this machine. */
    static String reachable(String host) {
        return switch (host) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::", "[::]" -> "[::1]";
            default -> host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
        };
    }
}
