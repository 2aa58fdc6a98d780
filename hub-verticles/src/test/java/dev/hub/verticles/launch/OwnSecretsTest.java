package dev.hub.verticles.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hub.core.auth.Secret;
import dev.hub.core.config.ApiConfig;
import dev.hub.core.config.AuthConfig;
import dev.hub.core.config.HubConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OwnSecretsTest {
    private static final HubConfig NONE = HubConfig.defaults();

    @TempDir
    private Path home;

    @Test
    void makesWhatIsMissingForItsOwnerOnly() throws IOException {
        OwnSecrets secrets = new OwnSecrets(home.resolve("a/data"));

        HubConfig config = secrets.complete(NONE);

        assertThat(config.auth().hmacSecret().reveal()).matches("[0-9a-f]{64}");
        assertThat(config.api().key().reveal())
                .matches("[0-9a-f]{64}")
                .isNotEqualTo(config.auth().hmacSecret().reveal());
        assertThat(secrets.made())
                .containsExactly(home.resolve("a/data/hmac-secret"), home.resolve("a/data/api-key"))
                .allSatisfy(file -> assertThat(permissions(file)).isEqualTo("rw-------"));
        assertThat(permissions(home.resolve("a/data"))).isEqualTo("rwx------");
        try (var files = Files.list(home.resolve("a/data"))) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void keepsWhatItMade() {
        HubConfig first = new OwnSecrets(home).complete(NONE);
        OwnSecrets again = new OwnSecrets(home);

        assertThat(again.complete(NONE)).isEqualTo(first);
        assertThat(again.completeWithKnown(NONE)).isEqualTo(first);
        assertThat(again.made()).isEmpty();
    }

    @Test
    void leavesConfiguredSecretsAndInsecureHubsAlone() {
        AuthConfig auth = AuthConfig.defaults().withHmacSecret(Secret.of("a".repeat(32)));
        HubConfig configured = NONE.withAccess(auth, new ApiConfig(Secret.NONE, true));

        assertThat(new OwnSecrets(home).complete(configured)).isEqualTo(configured);
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void makesNothingWhenOnlyAskedForWhatIsKnown() {
        assertThat(new OwnSecrets(home).completeWithKnown(NONE)).isEqualTo(NONE);
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void takesBackWhatOthersMayRead() throws IOException {
        new OwnSecrets(home).complete(NONE);
        Path file = home.resolve("api-key");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        new OwnSecrets(home).complete(NONE);

        assertThat(permissions(file)).isEqualTo("rw-------");
    }

    @Test
    void agreesWithAnotherHubThatMakesThemAtTheSameTime() throws InterruptedException {
        Set<HubConfig> results = ConcurrentHashMap.newKeySet();
        CountDownLatch begin = new CountDownLatch(1);
        List<Thread> hubs = IntStream.range(0, 8)
                .mapToObj(i -> Thread.ofPlatform().start(() -> {
                    try {
                        begin.await();
                        results.add(new OwnSecrets(home).complete(NONE));
                    } catch (InterruptedException ended) {
                        Thread.currentThread().interrupt();
                    }
                }))
                .toList();

        begin.countDown();
        for (Thread hub : hubs) {
            hub.join();
        }

        assertThat(results).hasSize(1);
    }

    @Test
    void saysWhyTheyCannotBeKept() throws IOException {
        Path file = Files.writeString(home.resolve("file"), "");

        assertThatThrownBy(() -> new OwnSecrets(file.resolve("data")).complete(NONE))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("none can be kept in " + file);
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
