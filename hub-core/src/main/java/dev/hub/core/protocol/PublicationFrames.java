package dev.hub.core.protocol;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.channel.Publication;
import java.nio.charset.StandardCharsets;

/**
 * Makes the frames in which one channel's publications reach the clients. What is the same in all of them is
 * prepared once; a publication costs no more than copying bytes. Immutable.
 */
public final class PublicationFrames {
    private static final byte[] END = "}}".getBytes(StandardCharsets.US_ASCII);

    private final byte[] beginning;

    private PublicationFrames(byte[] beginning) {
        this.beginning = beginning;
    }

    /** The frames of {@code channel}. */
    public static PublicationFrames of(ChannelName channel) {
        JsonWriter json = new JsonWriter();
        json.beginObject().name("push").beginObject();
        json.name("channel").value(channel.value()).name("pub");
        return new PublicationFrames(json.toBytes());
    }

    /** The frame that carries {@code publication}, a publication's JSON object. */
    public EncodedPush encode(Payload publication) {
        return EncodedPush.ofText(beginning, publication.bytes(), END);
    }

    /**
     * The frame for subscribers with delta, in which the data is a string.
     *
     * @param text the data's JSON, or what changed in it
     * @param isDelta the latter
     */
    public EncodedPush encodeAsText(Publication publication, String text, boolean isDelta) {
        JsonWriter json = new JsonWriter(text.length() + 128);
        JsonPublications.writeAsText(json, publication, text, isDelta);
        return EncodedPush.ofText(beginning, json.toBytes(), END);
    }
}
