package dev.hub.core.auth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.revocation.Bearer;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The claims of a token whose signature holds, as they stand in it. Each type is checked; claims that the hub has no
 * use for are passed over. Fails with {@link Malformed}.
 */
final class Claims {
    private static final int MAX_DEPTH = 64;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();

    String user = "";
    String channel = "";
    String tokenId = "";
    List<ChannelName> channels = List.of();

    @Nullable
    Payload info;

    @Nullable
    Long expiry;

    @Nullable
    Long expireAt;

    long notBefore = Long.MIN_VALUE;
    long issuedAt = Long.MIN_VALUE;

    private final byte[] source;
    private final JsonParser parser;

    private Claims(byte[] source) throws IOException {
        this.source = source;
        this.parser = FACTORY.createParser(source);
    }

    /** Claims that are not what RFC 7519 or this hub says they are; the text names the claim, not its value. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message, null, false, false);
        }
    }

    /** Reads the JSON object {@code json}, which came out of a token. */
    static Claims parse(byte[] json) throws Malformed {
        try {
            Claims claims = new Claims(json);
            claims.readAll();
            return claims;
        } catch (IOException broken) {
            throw new Malformed("its claims are not one JSON object");
        }
    }

    /** When what the token allows must be renewed, in seconds since 1970; 0 for never. */
    long renewal() {
        if (expireAt != null) {
            return expireAt;
        }
        return expiry == null ? 0 : expiry;
    }

    /** Past {@code exp}, or past an {@code expire_at} of its own. */
    boolean expiredAt(Instant now) {
        long seconds = now.getEpochSecond();
        return (expiry != null && expiry <= seconds) || (renewal() > 0 && renewal() <= seconds);
    }

    /** By what the token can be revoked. */
    TokenStamp stamp() {
        return new TokenStamp(tokenId, issuedAt == Long.MIN_VALUE ? Bearer.LONG_AGO : issuedAt);
    }

    private void readAll() throws IOException, Malformed {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new Malformed("its claims are not one JSON object");
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            read(name);
        }
    }

    private void read(String name) throws IOException, Malformed {
        switch (name) {
            case "sub" -> user = string(name);
            case "jti" -> tokenId = string(name);
            case "channel" -> channel = string(name);
            case "channels" -> channels = channelNames();
            case "info" -> info = raw();
            case "exp" -> expiry = seconds(name);
            case "expire_at" -> expireAt = renewalTime(name);
            case "nbf" -> notBefore = seconds(name);
            case "iat" -> issuedAt = seconds(name);
            default -> parser.skipChildren();
        }
    }

    private String string(String name) throws IOException, Malformed {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw new Malformed("its claim \"" + name + "\" is not a string");
        }
        return parser.getText();
    }

    /** RFC 7519 allows fractions of a second; they are cut off. */
    private long seconds(String name) throws IOException, Malformed {
        if (!parser.currentToken().isNumeric()) {
            throw new Malformed("its claim \"" + name + "\" is not a number");
        }
        double value = parser.getDoubleValue();
        if (!(Math.abs(value) < Instant.MAX.getEpochSecond())) {
            throw new Malformed("its claim \"" + name + "\" is no time");
        }
        return (long) value;
    }

    private long renewalTime(String name) throws IOException, Malformed {
        long value = seconds(name);
        if (value < 0) {
            throw new Malformed("its claim \"" + name + "\" is negative");
        }
        return value;
    }

    private List<ChannelName> channelNames() throws IOException, Malformed {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new Malformed("its claim \"channels\" is not a list");
        }
        List<ChannelName> names = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            names.add(channelName("channels", string("channels")));
        }
        return names;
    }

    /** {@code text} as the name of a channel. */
    static ChannelName channelName(String claim, String text) throws Malformed {
        if (!ChannelName.faultOf(text).isEmpty()) {
            throw new Malformed("its claim \"" + claim + "\" holds no valid name of a channel");
        }
        return new ChannelName(text);
    }

    /** The value as it stands, so that numbers keep every digit. */
    private @Nullable Payload raw() throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        int end = (int) parser.currentLocation().getByteOffset();
        return Payload.ofBytes(Arrays.copyOfRange(source, start, end));
    }
}
