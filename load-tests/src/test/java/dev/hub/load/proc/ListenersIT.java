package dev.hub.load.proc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

final class ListenersIT {
    private static final Path PROC = Path.of("/proc");
    private static final String LINE =
            "   2: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  0  0 77001 1 0";

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "procfs is Linux's")
    void findsTheProcessThatListens() throws IOException {
        Listeners listeners = new Listeners(PROC);
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
            assertThat(listeners.pidOf(port)).hasValue(ProcessHandle.current().pid());
        }

        assertThat(listeners.pidOf(port)).isEmpty();
    }

    @Test
    void takesOnlyListenersOfThatPort() {
        assertThat(Listeners.inodeOf(LINE, 8080)).containsExactly("77001");
        assertThat(Listeners.inodeOf(LINE, 8081)).isEmpty();
        assertThat(Listeners.inodeOf(LINE.replace(" 0A ", " 01 "), 8080)).isEmpty();
        assertThat(Listeners.inodeOf("  sl  local_address rem_address   st", 8080))
                .isEmpty();
    }
}
