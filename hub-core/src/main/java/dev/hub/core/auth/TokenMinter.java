package dev.hub.core.auth;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Makes tokens that {@link TokenVerifier} accepts; for the command line and for tests. */
public final class TokenMinter {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final Secret secret;
    private final HmacAlgorithm algorithm;

    /** Signs with {@code secret} in HS256. */
    public TokenMinter(Secret secret) {
        this(secret, HmacAlgorithm.HS256);
    }

    /** Signs with {@code secret}, which must not be empty. */
    public TokenMinter(Secret secret, HmacAlgorithm algorithm) {
        if (secret.isEmpty()) {
            throw new IllegalArgumentException("a token needs a secret to be signed with");
        }
        this.secret = secret;
        this.algorithm = algorithm;
    }

    /** A connection token; {@code expireAt} becomes its {@code exp}. */
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

    /** A subscription token; {@code expireAt} becomes its {@code exp}. */
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
        String header = "{\"alg\":\"" + algorithm.name() + "\",\"typ\":\"JWT\"}";
        String content =
                encode(header.getBytes(StandardCharsets.UTF_8)) + "." + encode(claims.getBytes(StandardCharsets.UTF_8));
        return content + "." + encode(signature(content));
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

    private byte[] signature(String content) {
        try {
            Mac mac = Mac.getInstance(algorithm.mac());
            mac.init(new SecretKeySpec(secret.bytes(), algorithm.mac()));
            return mac.doFinal(content.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("every JDK has " + algorithm.mac(), absent);
        }
    }

    private static String encode(byte[] bytes) {
        return BASE64.encodeToString(bytes);
    }
}
