package dev.hub.core.valkey;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PreflightTest {
    @Test
    void namesTheMissingLibraryAndItsPackage() {
        String complaint = "./redis-server: error while loading shared libraries: libssl.so.3: "
                + "cannot open shared object file: No such file or directory";

        assertThat(Preflight.explain(complaint, 127))
                .isEqualTo("needs the library libssl.so.3 (package libssl3), which is not installed");
    }

    @Test
    void namesTheLibraryThatMacOsMisses() {
        assertThat(Preflight.explain("dyld: Library not loaded: /usr/local/lib/libfoo.dylib\n  Reason: no", 134))
                .isEqualTo("needs the library /usr/local/lib/libfoo.dylib, which is not installed");
    }

    @Test
    void namesTheGlibcThatIsTooOld() {
        String complaint = "redis-server: /lib/libc.so.6: version `GLIBC_2.34' not found (required by redis-server)";

        assertThat(Preflight.explain(complaint, 1)).isEqualTo("needs glibc 2.34 or newer, this system's is older");
    }

    @Test
    void quotesAProgramThatIsNoServer() {
        assertThat(Preflight.explain("true (GNU coreutils) 9.1\nmore", 0))
                .isEqualTo("is not a server: --version ended with exit code 0, true (GNU coreutils) 9.1");
    }
}
