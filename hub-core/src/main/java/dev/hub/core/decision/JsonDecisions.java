package dev.hub.core.decision;

import dev.hub.core.auth.AnswerClaims;
import dev.hub.core.auth.ConnectionClaims;
import dev.hub.core.auth.capability.Principal;
import dev.hub.core.channel.Payload;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decisions as JSON objects, with the fields that Centrifugo's proxy has for them: {@code result}, {@code error} or
 * {@code disconnect}. One that holds none of them is no decision. {@code "abstain": true} is our own addition.
 */
public final class JsonDecisions {
    private JsonDecisions() {}

    /**
     * Reads the answer to a question.
     *
     * @throws IllegalArgumentException when it is no answer to it; the text names what is wrong, and holds no data
     */
    public static <G extends Grant> Decision<G> decode(Question<G> question, byte[] answer) {
        AnswerFields fields = AnswerFields.of(answer);
        Optional<AnswerFields> disconnect = fields.object("disconnect");
        if (disconnect.isPresent()) {
            return Decision.disconnect(
                    number(disconnect.get(), "code"), disconnect.get().string("reason"));
        }
        Optional<AnswerFields> error = fields.object("error");
        if (error.isPresent()) {
            return refusal(error.get());
        }
        Optional<AnswerFields> result = fields.object("result");
        if (result.isPresent()) {
            return Decision.grant(
                    grant(question, result.get(), fields.raw("result").orElse(Payload.NULL)));
        }
        if (fields.truth("abstain")) {
            return Decision.abstain();
        }
        throw new IllegalArgumentException("the answer must hold result, error or disconnect");
    }

    private static <G extends Grant> Decision<G> refusal(AnswerFields error) {
        return new Decision.Refused<>(number(error, "code"), error.string("message"), error.truth("temporary"));
    }

    /** What does not fit into an int is out of every range. */
    private static int number(AnswerFields fields, String name) {
        return Math.clamp(fields.integer(name), -1, Integer.MAX_VALUE);
    }

    /** Each question has grants of one kind. */
    @SuppressWarnings("unchecked")
    private static <G extends Grant> G grant(Question<G> question, AnswerFields result, Payload json) {
        return (G)
                switch (question) {
                    case Question.Connect connect -> connection(connect, result, json);
                    case Question.Refresh refresh -> extension(result);
                    case Question.Subscribe subscribe -> subscription(result, json);
                    case Question.SubRefresh refresh -> extension(result);
                    case Question.Publish publish -> publication(result);
                    case Question.Call call ->
                        new Grant.Answer(result.data("data", "b64data").orElse(Payload.NULL));
                };
    }

    /** What the answer does not mention stays as the token has it. */
    private static Grant.Connection connection(Question.Connect question, AnswerFields result, Payload json) {
        ConnectionClaims shown = question.shown();
        if (shown == null && !result.has("user")) {
            throw new IllegalArgumentException("result.user is missing; it is empty for an anonymous client");
        }
        ConnectionClaims base = shown == null ? ConnectionClaims.anonymous() : shown;
        String user = result.has("user") ? result.string("user") : base.user();
        long expireAt = result.has("expire_at") ? result.integer("expire_at") : base.expireAt();
        Payload info = result.data("info", "b64info").orElse(base.info());
        Optional<Payload> data = result.data("data", "b64data");
        result.channels("channels");
        AnswerClaims said = AnswerClaims.ofConnection(json);
        boolean saysChannels = result.has("channels") || result.has("subs");
        ConnectionClaims claims = new ConnectionClaims(
                new Principal(
                        user,
                        result.has("caps") ? said.rights() : base.principal().rights()),
                expireAt,
                info,
                result.has("meta") ? said.meta() : base.meta(),
                saysChannels ? said.subs() : base.subs(),
                base.stamp());
        return new Grant.Connection(claims, orNull(data));
    }

    private static Grant.Extension extension(AnswerFields result) {
        boolean expired = result.truth("expired");
        return new Grant.Extension(expired, result.integer("expire_at"), orNull(result.data("info", "b64info")));
    }

    private static Grant.Subscription subscription(AnswerFields result, Payload json) {
        return new Grant.Subscription(result.integer("expire_at"), AnswerClaims.ofSubscription(json));
    }

    private static Grant.Publication publication(AnswerFields result) {
        return new Grant.Publication(
                orNull(result.data("data", "b64data")),
                result.stringMap("tags"),
                result.string("idempotency_key"),
                result.integer("version"),
                result.string("version_epoch"),
                result.truth("skip_history"),
                result.truth("delta"));
    }

    private static @Nullable Payload orNull(Optional<Payload> payload) {
        return payload.orElse(null);
    }
}
