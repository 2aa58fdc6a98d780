package dev.hub.core.decision;

import dev.hub.core.channel.Payload;
import dev.hub.core.protocol.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * Questions as JSON objects, with the fields that Centrifugo's proxy has for them, so that back ends written for it fit.
 */
public final class JsonQuestions {
    /** All data that passes through the hub is JSON. */
    private static final String ENCODING = "json";

    private JsonQuestions() {}

    /**
     * The question, without headers.
     *
     * @param withMeta what the application attached to the connection is in it
     */
    public static byte[] encode(Question<?> question, boolean withMeta) {
        JsonWriter json = new JsonWriter().beginObject();
        write(json, question, withMeta);
        return json.endObject().toBytes();
    }

    /** The question with everything that is known, headers among it; those of the HTTP request count before emulated ones. */
    public static byte[] encodeWithHeaders(Question<?> question) {
        JsonWriter json = new JsonWriter().beginObject();
        write(json, question, true);
        Caller.ClientHeaders headers = question.caller().headers();
        json.name("headers").beginObject();
        headers.transport().forEach((name, value) -> json.name(name).value(value));
        headers.emulated().forEach((name, value) -> {
            if (headers.transport().get(name).isEmpty()) {
                json.name(name).value(value);
            }
        });
        return json.endObject().endObject().toBytes();
    }

    private static void write(JsonWriter json, Question<?> question, boolean withMeta) {
        Caller caller = question.caller();
        json.name("client").value(caller.client());
        json.name("transport").value(caller.transport());
        json.name("protocol").value(caller.protocol());
        json.name("encoding").value(ENCODING);
        if (!(question instanceof Question.Connect connect && connect.shown() == null)) {
            json.name("user").value(caller.user());
        }
        if (withMeta) {
            member(json, "meta", caller.meta());
        }
        switch (question) {
            case Question.Connect connect -> connect(json, connect);
            case Question.Refresh refresh -> {
                // It is all about the connection.
            }
            case Question.Subscribe subscribe -> {
                json.name("channel").value(subscribe.channel().value());
                member(json, "data", subscribe.data());
            }
            case Question.SubRefresh refresh ->
                json.name("channel").value(refresh.channel().value());
            case Question.Publish publish -> {
                json.name("channel").value(publish.channel().value());
                member(json, "data", publish.data());
            }
            case Question.Call call -> {
                json.name("method").value(call.method());
                member(json, "data", call.data());
            }
        }
    }

    private static void connect(JsonWriter json, Question.Connect question) {
        if (!question.name().isEmpty()) {
            json.name("name").value(question.name());
        }
        if (!question.version().isEmpty()) {
            json.name("version").value(question.version());
        }
        member(json, "data", question.data());
        if (!question.channels().isEmpty()) {
            json.name("channels").beginArray();
            question.channels().forEach(json::value);
            json.endArray();
        }
    }

    private static void member(JsonWriter json, String name, @Nullable Payload value) {
        if (value != null) {
            json.name(name).value(value);
        }
    }
}
