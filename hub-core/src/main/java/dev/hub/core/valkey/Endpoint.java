package dev.hub.core.valkey;

/** Where one server listens. */
public sealed interface Endpoint {

    /**
     * A TCP address.
     *
     * @param host name or address; IPv6 without brackets
     * @param port 1 to 65535
     */
    record Tcp(String host, int port) implements Endpoint {

        /** Checks host and port. */
        public Tcp {
            if (host.isBlank()) {
                throw new IllegalArgumentException("a Valkey host must not be empty");
            }
            if (!host.matches("[A-Za-z0-9.:%-]+")) {
                throw new IllegalArgumentException(
                        "a Valkey host has letters, digits, '.', '-' and (IPv6) ':', got " + host);
            }
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException(
                        "the port of Valkey host " + host + " must be 1 to 65535, got " + port);
            }
        }

        @Override
        public String toString() {
            return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /**
     * A unix domain socket.
     *
     * @param path absolute path of the socket file
     */
    record Unix(String path) implements Endpoint {

        /** Checks that the path is absolute. */
        public Unix {
            if (!path.startsWith("/") || path.length() == 1) {
                throw new IllegalArgumentException(
                        "the path of a Valkey unix socket must be absolute, got \"" + path + "\"");
            }
        }

        @Override
        public String toString() {
            return "unix:" + path;
        }
    }
}
