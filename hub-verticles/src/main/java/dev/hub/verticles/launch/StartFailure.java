package dev.hub.verticles.launch;

import dev.hub.core.config.HubConfig;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says in the user's words why a hub did not start. */
final class StartFailure {
    private StartFailure() {}

    /** One line, with what helps. */
    static CommandFailure explain(HubConfig config, Throwable cause) {
        String host = config.server().host();
        int port = config.server().port();
        String text = causes(cause);
        if (text.contains("address already in use")) {
            return CommandFailure.of(
                    "port " + port + " of " + host + " is in use by another program; stop that one, or choose another"
                            + " port: --set server.port=" + (port < 65_535 ? port + 1 : port - 1),
                    cause);
        }
        if (text.contains("permission denied") && port > 0 && port < 1024) {
            return CommandFailure.of(
                    "port " + port + " may be opened by root only; choose one from 1024 on: --set server.port=8000",
                    cause);
        }
        if (text.contains("cannot assign requested address") || text.contains("can't assign requested address")) {
            return CommandFailure.of(
                    "server.host " + host + " is no address of this machine; 0.0.0.0 stands for all of them", cause);
        }
        if (text.contains("uses this data directory")) {
            return CommandFailure.of(
                    cause.getMessage() + "; give this hub a directory of its own (--set valkey.data-dir=DIR), or both"
                            + " hubs the same server (valkey.url)",
                    cause);
        }
        return CommandFailure.of("the hub cannot start: " + cause.getMessage(), cause);
    }

    private static String causes(Throwable cause) {
        return Stream.iterate(cause, each -> each != null, Throwable::getCause)
                .limit(10)
                .map(each -> String.valueOf(each.getMessage()))
                .collect(Collectors.joining("\n"))
                .toLowerCase(Locale.ROOT);
    }
}
