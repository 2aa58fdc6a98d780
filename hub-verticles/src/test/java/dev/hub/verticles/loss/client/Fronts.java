package dev.hub.verticles.loss.client;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * How the hubs are reached. Each keeps its port when it is restarted.
 *
 * @param ports on 127.0.0.1, one for each hub
 * @param apiKey for the HTTP API
 * @param tokens the connection token of a user
 */
public record Fronts(List<Integer> ports, String apiKey, UnaryOperator<String> tokens) {
    public Fronts {
        ports = List.copyOf(ports);
    }
}
