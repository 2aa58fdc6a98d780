package dev.hub.core.auth;

import dev.hub.core.auth.key.SigningKey;
import dev.hub.core.auth.key.TokenAlgorithm;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Makes tokens that {@link TokenVerifier} accepts; for the command line and for tests. */
public final class TokenMinter {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final SigningKey key;
    private final String keyId;

    /** Signs with {@code secret}, which must not be empty, in HS256. */
    public TokenMinter(Secret secret) {
        this(SigningKey.ofSecret(secret.bytes(), TokenAlgorithm.HS256), "");
    }

    /**
     * Signs with {@code key}.
     *
     * @param keyId {@code kid} of the tokens; empty for none
     */
    public TokenMinter(SigningKey key, String keyId) {
        this.key = key;
        this.keyId = keyId;
    }

    /** A connection token with user, {@code expireAt} as its {@code exp}, info and channels of {@code claims} alone. */
    public String connection(ConnectionClaims claims) {
        JsonObject json = common(claims.user(), claims.expireAt(), claims.info());
        if (!claims.channels().isEmpty()) {
            json.put(
                    "channels",
                    new JsonArray(
                            claims.channels().stream().map(ChannelName::value).toList()));
        }
        return sign(json);
    }

    /** A subscription token with user, channel, {@code expireAt} as its {@code exp} and info of {@code claims} alone. */
    public String subscription(SubscriptionClaims claims) {
        return sign(common(claims.user(), claims.expireAt(), claims.info())
                .put("channel", claims.channel().value()));
    }

    /** A token of just these claims, whatever they are. */
    public String sign(JsonObject claims) {
        return sign(claims.encode());
    }

    /** A token of just this text. */
    String sign(String claims) {
        JsonObject header =
                new JsonObject().put("alg", key.algorithm().toString()).put("typ", "JWT");
        if (!keyId.isEmpty()) {
            header.put("kid", keyId);
        }
        return sign(header.encode(), claims);
    }

    /** A token of just this header and this text, whatever they are. */
    String sign(String header, String claims) {
        String content = encode(header) + "." + encode(claims);
        return content + "." + BASE64.encodeToString(key.sign(content.getBytes(StandardCharsets.US_ASCII)));
    }

    private static JsonObject common(String user, long expireAt, @Nullable Payload info) {
        JsonObject json = new JsonObject().put("sub", user);
        if (expireAt > 0) {
            json.put("exp", expireAt);
        }
        if (info != null) {
            json.put("info", Json.decodeValue(info.toJson()));
        }
        return json;
    }

    private static String encode(String text) {
        return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
