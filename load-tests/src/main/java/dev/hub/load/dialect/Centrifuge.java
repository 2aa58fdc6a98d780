package dev.hub.load.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The hub's client protocol, JSON (github.com/centrifugal/protocol, {@code client.proto}).
 *
 * @param path of the WebSocket endpoint
 * @param credentials for the connect command
 * @param channels that subscribers take; publications go to the shared one
 */
public record Centrifuge(String path, Credentials credentials, Channels channels) implements Dialect {
    /** Where the hub listens for WebSocket clients. */
    public static final String DEFAULT_PATH = "/connection/websocket";

    @Override
    public String target(Role role) {
        return path;
    }

    @Override
    public Dialogue begin(Role role, int number, Line line) {
        String channel = channels.of(number);
        return new Commands(role, channel, hello(role, number, channel), line);
    }

    @Override
    public byte[] publication(long id, byte[] payload) {
        String head = "{\"id\":" + id + ",\"publish\":{\"channel\":\"" + Channels.SHARED.of(0) + "\",\"data\":";
        return (head + new String(payload, UTF_8) + "}}").getBytes(UTF_8);
    }

    /** Connect, and for a subscriber its subscribe in the same frame: one round trip, as the SDKs do it. */
    private byte[] hello(Role role, int number, String channel) {
        String token = credentials.tokenFor(number);
        String tokenField = token.isEmpty() ? "" : "\"token\":\"" + token + "\",";
        String connect = "{\"id\":1,\"connect\":{" + tokenField + "\"name\":\"load\"}}";
        String subscribe = "\n{\"id\":2,\"subscribe\":{\"channel\":\"" + channel + "\"}}";
        return (role == Role.SUBSCRIBER ? connect + subscribe : connect).getBytes(UTF_8);
    }
}
