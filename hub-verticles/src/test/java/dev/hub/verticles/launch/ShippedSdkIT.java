package dev.hub.verticles.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.testkit.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The SDK that the try-it page ships is the one that its makers published. */
class ShippedSdkIT {
    private static final Path PUBLISHED = Path.of("src/test/sdk/node_modules/centrifuge");
    private static final Path SHIPPED = Path.of("src/main/resources/web");

    @Test
    void isTheReleaseThatItSaysItIs() throws IOException {
        Programs.requireFile("centrifuge SDK for JavaScript (./check installs it)", PUBLISHED);
        String release = Files.readString(PUBLISHED.resolve("package.json"))
                .replaceAll("(?s).*\"version\": *\"([^\"]+)\".*", "$1");

        assertThat(withoutSourceMap(SHIPPED.resolve("centrifuge-" + release + ".js")))
                .isEqualTo(withoutSourceMap(PUBLISHED.resolve("dist/centrifuge.js")));
        assertThat(SHIPPED.resolve("centrifuge-LICENSE.txt")).hasSameTextualContentAs(PUBLISHED.resolve("LICENSE"));
    }

    private static String withoutSourceMap(Path script) throws IOException {
        return Files.readString(script)
                .replaceAll("//# sourceMappingURL=.*", "")
                .strip();
    }
}
