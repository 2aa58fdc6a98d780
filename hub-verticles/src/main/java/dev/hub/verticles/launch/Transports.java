package dev.hub.verticles.launch;

import static io.vertx.core.transport.Transport.EPOLL;
import static io.vertx.core.transport.Transport.IO_URING;
import static io.vertx.core.transport.Transport.KQUEUE;
import static io.vertx.core.transport.Transport.NIO;

import io.vertx.core.transport.Transport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Chooses how the hub talks to the operating system's sockets. */
final class Transports {
    private Transports() {}

    /**
     * The transport asked for.
     *
     * @throws IllegalStateException when this machine does not have it, with the reason
     */
    static Transport choose(dev.hub.core.config.Transport asked) {
        return switch (asked) {
            case AUTO -> best();
            case NIO -> required(asked, NIO);
            case EPOLL -> required(asked, EPOLL);
            case KQUEUE -> required(asked, KQUEUE);
            case IO_URING -> required(asked, IO_URING);
        };
    }

    /** io_uring is not among them: containers often forbid it, and unix sockets do not work with it. */
    private static Transport best() {
        return Stream.<@Nullable Transport>of(EPOLL, KQUEUE)
                .filter(each -> each != null && each.available())
                .findFirst()
                .orElse(NIO);
    }

    private static Transport required(dev.hub.core.config.Transport asked, @Nullable Transport transport) {
        if (transport == null || !transport.available()) {
            String reason = transport == null ? "its library is not on the class path" : reason(transport);
            throw new IllegalStateException("server.transport " + asked + " is not available here: " + reason);
        }
        return transport;
    }

    private static String reason(Transport transport) {
        Throwable cause = transport.unavailabilityCause();
        return cause == null ? "the system does not offer it" : String.valueOf(cause.getMessage());
    }
}
