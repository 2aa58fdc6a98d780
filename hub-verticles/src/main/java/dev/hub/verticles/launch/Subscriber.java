package dev.hub.verticles.launch;

import dev.hub.core.channel.ChannelName;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client of the hub that prints publications. Connects again by itself, with growing waits, unless the hub says that
 * this is of no use. Its state belongs to the one connection that is open; the JDK's client calls its listener by one
 * thread at a time.
 */
final class Subscriber implements WebSocket.Listener {
    private static final Duration FIRST_WAIT = Duration.ofMillis(500);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final URI uri;
    private final Passes passes;
    private final Surroundings surroundings;
    private final long limit;
    private final HttpClient client = HubHttp.client();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final StringBuilder frame = new StringBuilder();
    private volatile @Nullable WebSocket socket;
    private CompletableFuture<@Nullable WebSocket> sent = CompletableFuture.completedFuture(null);
    private List<ChannelName> asked = List.of();
    private long printed;
    private int attempts;
    private boolean hasConnected;

    /** Prints {@code limit} publications. */
    Subscriber(URI uri, Passes passes, Surroundings surroundings, long limit) {
        this.uri = uri;
        this.passes = passes;
        this.surroundings = surroundings;
        this.limit = limit;
    }

    /** Starts; done when all are printed, failed with a {@link CommandFailure} when it makes no sense to go on. */
    CompletableFuture<Void> run() {
        connect();
        return end;
    }

    /** Closes the connection. */
    void end() {
        end.complete(null);
        WebSocket open = socket;
        if (open != null) {
            open.abort();
        }
        client.shutdownNow();
    }

    private void connect() {
        CompletionStage<WebSocket> opening = client.newWebSocketBuilder().buildAsync(uri, this);
        opening.whenComplete((opened, failure) -> {
            if (failure != null) {
                failedToOpen(
                        failure instanceof CompletionException wrapped && wrapped.getCause() != null
                                ? wrapped.getCause()
                                : failure);
            }
        });
    }

    private void failedToOpen(Throwable failure) {
        if (failure instanceof WebSocketHandshakeException refused
                && refused.getResponse().statusCode() < 500) {
            end.completeExceptionally(CommandFailure.of(
                    "no hub answers at " + uri + ": status "
                            + refused.getResponse().statusCode(),
                    failure));
        } else if (!hasConnected && failure instanceof ConnectException) {
            end.completeExceptionally(HubHttp.unreachable(uri, failure));
        } else {
            retry("the hub cannot be reached");
        }
    }

    private void retry(String reason) {
        if (end.isDone()) {
            return;
        }
        long ceiling = Math.min(LONGEST_WAIT.toMillis(), FIRST_WAIT.toMillis() << Math.min(attempts++, 10));
        long wait = ThreadLocalRandom.current().nextLong(ceiling / 2, ceiling + 1);
        say(reason + "; trying again in " + wait + " ms. What is published until then is not printed.");
        CompletableFuture.delayedExecutor(wait, TimeUnit.MILLISECONDS).execute(this::connect);
    }

    @Override
    public void onOpen(WebSocket opened) {
        socket = opened;
        frame.setLength(0);
        JsonObject connect = new JsonObject().put("name", "hub-cli");
        if (!passes.connection().isEmpty()) {
            connect.put("token", passes.connection());
        }
        send(opened, new JsonObject().put("id", 1).put("connect", connect));
        WebSocket.Listener.super.onOpen(opened);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        frame.append(part);
        if (last) {
            String text = frame.toString();
            frame.setLength(0);
            text.lines().filter(line -> !line.isBlank()).forEach(line -> read(from, line));
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        boolean isFinal = code == 1009 || (code >= 3500 && code < 4000) || (code >= 4500 && code < 5000);
        if (isFinal) {
            end.completeExceptionally(
                    CommandFailure.of("the hub closed the connection: " + reason + " (code " + code + ")"));
        } else {
            retry("the hub closed the connection: " + reason + " (code " + code + ")");
        }
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        retry("the connection broke");
    }

    private void read(WebSocket from, String line) {
        try {
            JsonObject reply = new JsonObject(line);
            if (reply.isEmpty()) {
                send(from, new JsonObject());
            } else if (reply.containsKey("push")) {
                push(from, reply.getJsonObject("push"));
            } else if (reply.containsKey("error")) {
                refused(from, reply.getInteger("id", 0), reply.getJsonObject("error"));
            } else if (reply.containsKey("connect")) {
                connected(from);
            }
        } catch (DecodeException | ClassCastException strange) {
            end.completeExceptionally(CommandFailure.of(uri + " does not speak the hub's protocol", strange));
        }
    }

    private void connected(WebSocket to) {
        asked = new ArrayList<>(passes.channels().keySet());
        for (int i = 0; i < asked.size(); i++) {
            subscribe(to, i);
        }
        say((hasConnected ? "connected again" : "connected") + " to " + uri);
        hasConnected = true;
        attempts = 0;
    }

    /** Command 2 asks for the first channel, 3 for the second, and so on. */
    private void subscribe(WebSocket to, int index) {
        ChannelName channel = asked.get(index);
        JsonObject subscribe = new JsonObject().put("channel", channel.value());
        String token = passes.channels().getOrDefault(channel, "");
        if (!token.isEmpty()) {
            subscribe.put("token", token);
        }
        send(to, new JsonObject().put("id", index + 2).put("subscribe", subscribe));
    }

    private void refused(WebSocket from, int id, JsonObject error) {
        String subject = id < 2 ? "the connection" : "channel " + asked.get(id - 2);
        String text = "the hub refuses " + subject + ": " + error.getString("message") + " (code "
                + error.getInteger("code") + ")";
        if (error.getBoolean("temporary", false)) {
            from.abort();
            retry(text);
        } else {
            end.completeExceptionally(CommandFailure.of(text));
        }
    }

    private void push(WebSocket from, JsonObject push) {
        String channel = push.getString("channel", "");
        JsonObject publication = push.getJsonObject("pub");
        JsonObject unsubscribe = push.getJsonObject("unsubscribe");
        if (publication != null) {
            print(channel, publication);
        } else if (unsubscribe != null) {
            unsubscribed(from, channel, unsubscribe.getInteger("code", 0), unsubscribe.getString("reason", ""));
        }
    }

    private void unsubscribed(WebSocket from, String channel, int code, String reason) {
        int index = asked.indexOf(new ChannelName(channel));
        String text = "the hub ended the subscription to " + channel + ": " + reason + " (code " + code + ")";
        if (code >= 2500 && index >= 0) {
            say(text + "; subscribing again");
            subscribe(from, index);
        } else {
            end.completeExceptionally(CommandFailure.of(text));
        }
    }

    private void print(String channel, JsonObject publication) {
        if (printed >= limit) {
            return;
        }
        JsonObject line = new JsonObject().put("channel", channel);
        publication.forEach((Map.Entry<String, Object> field) -> line.put(field.getKey(), field.getValue()));
        surroundings.out().println(line.encode());
        surroundings.out().flush();
        printed++;
        if (printed == limit) {
            end.complete(null);
        }
    }

    /** One after the other: the client refuses to send while it sends. What cannot be sent shows as a broken connection. */
    private void send(WebSocket to, JsonObject command) {
        sent = sent.handle((before, failure) -> before).thenCompose(before -> to.sendText(command.encode(), true));
    }

    private void say(String text) {
        surroundings.err().println("hub: " + text);
    }
}
