package dev.hub.verticles.launch;

import dev.hub.core.auth.Secret;
import dev.hub.core.auth.TokenMinter;
import dev.hub.core.auth.key.PemKeys;
import dev.hub.core.auth.key.SigningKey;
import dev.hub.core.auth.key.TokenAlgorithm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** With what a token is signed. */
final class TokenKeyOptions {
    @Option(
            names = "--private-key",
            paramLabel = "FILE",
            description = "Sign with this key (PEM, PKCS 8) instead of the secret.")
    @Nullable
    private Path privateKey;

    @Option(
            names = "--alg",
            paramLabel = "ALG",
            description =
                    "HS256 (default), HS384, HS512; with --private-key what suits the key: RS256 to RS512, ES256 to"
                            + " ES512, EdDSA.")
    @Nullable
    private String algorithm;

    @Option(names = "--kid", paramLabel = "ID", description = "The id of the key in a published key set.")
    private String keyId = "";

    /**
     * What signs.
     *
     * @param secret called when it takes the secret
     * @throws IllegalArgumentException naming the option that is wrong
     */
    TokenMinter minter(Supplier<Secret> secret, Path directory) {
        Path file = privateKey;
        SigningKey key = file == null ? withSecret(secret.get()) : withKey(directory.resolve(file));
        return new TokenMinter(key, keyId);
    }

    private SigningKey withSecret(Secret secret) {
        return SigningKey.ofSecret(secret.bytes(), chosen(TokenAlgorithm.HS256));
    }

    private SigningKey withKey(Path file) {
        try {
            PrivateKey key = PemKeys.privateKey(Files.readString(file));
            return algorithm == null ? SigningKey.of(key) : SigningKey.of(key, chosen(TokenAlgorithm.RS256));
        } catch (IOException unreadable) {
            throw CommandFailure.of("--private-key cannot be read: " + file, unreadable);
        } catch (IllegalArgumentException refused) {
            throw new IllegalArgumentException("--private-key " + refused.getMessage(), refused);
        }
    }

    private TokenAlgorithm chosen(TokenAlgorithm standard) {
        String name = algorithm;
        return name == null
                ? standard
                : TokenAlgorithm.of(name)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "--alg must be one of HS256 to HS512, RS256 to RS512, ES256 to ES512 or EdDSA, got "
                                        + name));
    }
}
