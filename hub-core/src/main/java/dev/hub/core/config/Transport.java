package dev.hub.core.config;

/** How the hub talks to the operating system's sockets. */
public enum Transport {
    /** The best that this machine offers. */
    AUTO,
    /** Linux. */
    EPOLL,
    /** macOS and BSD. */
    KQUEUE,
    /** Linux 5.9 or newer, where it is not forbidden. */
    IO_URING {
        @Override
        public String toString() {
            return "io_uring";
        }
    },
    /** The JDK's own, everywhere. */
    NIO
}
