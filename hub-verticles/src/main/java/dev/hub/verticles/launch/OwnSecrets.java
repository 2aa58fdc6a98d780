package dev.hub.verticles.launch;

import dev.hub.core.auth.Secret;
import dev.hub.core.config.ApiConfig;
import dev.hub.core.config.AuthConfig;
import dev.hub.core.config.HubConfig;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The secrets that the hub makes itself when none are configured, and keeps in its data directory for its owner only. */
final class OwnSecrets {
    private static final String HMAC_SECRET = "hmac-secret";
    private static final String API_KEY = "api-key";
    private static final int BYTES = 32;

    private final Path directory;
    private final List<Path> made = new ArrayList<>();

    /** Those in {@code directory}. */
    OwnSecrets(Path directory) {
        this.directory = directory;
    }

    /** {@code config} with secrets in the places where it has none; makes those that are not there yet. */
    HubConfig complete(HubConfig config) {
        AuthConfig auth = config.auth();
        ApiConfig api = config.api();
        boolean needsSecret = !auth.token().hasKeys() && !auth.insecure();
        boolean needsKey = api.key().isEmpty() && !api.insecure();
        return with(
                config,
                needsSecret ? readOrMake(HMAC_SECRET) : auth.hmacSecret(),
                needsKey ? readOrMake(API_KEY) : api.key());
    }

    /** {@code config} with the secrets that are there already in the places where it has none. */
    HubConfig completeWithKnown(HubConfig config) {
        Secret secret = config.auth().hmacSecret();
        Secret key = config.api().key();
        return with(
                config,
                config.auth().token().hasKeys() ? secret : read(HMAC_SECRET).orElse(Secret.NONE),
                key.isEmpty() ? read(API_KEY).orElse(Secret.NONE) : key);
    }

    /** Files that {@link #complete} has made. */
    List<Path> made() {
        return made;
    }

    /** Where the API key is kept. */
    Path apiKeyFile() {
        return directory.resolve(API_KEY);
    }

    private static HubConfig with(HubConfig config, Secret hmacSecret, Secret apiKey) {
        return config.withAccess(
                config.auth().withHmacSecret(hmacSecret),
                new ApiConfig(apiKey, config.api().insecure()));
    }

    private Secret readOrMake(String name) {
        return read(name).orElseGet(() -> make(name));
    }

    private Optional<Secret> read(String name) {
        Path file = directory.resolve(name);
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            keepToOwner(file);
            return Optional.of(Secret.of(Files.readString(file).strip()));
        } catch (IOException unreadable) {
            throw CommandFailure.of(
                    "the secret in " + file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /** Appears under its name only when it is complete; of two hubs that make it at once, one wins. */
    private Secret make(String name) {
        Path file = directory.resolve(name);
        try {
            Files.createDirectories(directory, ownerOnly("rwx------"));
            Path draft = Files.createTempFile(directory, name, ".new", ownerOnly("rw-------"));
            try {
                Files.writeString(draft, randomText() + "\n", StandardOpenOption.TRUNCATE_EXISTING);
                Files.createLink(file, draft);
                made.add(file);
            } catch (FileAlreadyExistsException overtaken) {
                // Another hub was faster; its secret counts.
            } finally {
                Files.delete(draft);
            }
        } catch (IOException unwritable) {
            throw CommandFailure.of(
                    "no secret is configured (auth.hmac-secret, api.key), and none can be kept in " + directory + ": "
                            + unwritable.getMessage(),
                    unwritable);
        }
        return read(name).orElseThrow(() -> CommandFailure.of(file + " has vanished"));
    }

    private static String randomText() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static void keepToOwner(Path file) throws IOException {
        if (isPosix()
                && !PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                        .endsWith("------")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }

    private static FileAttribute<?>[] ownerOnly(String permissions) {
        return isPosix()
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }
}
