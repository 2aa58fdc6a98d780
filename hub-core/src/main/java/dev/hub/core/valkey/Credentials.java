package dev.hub.core.valkey;

import org.jspecify.annotations.Nullable;

/**
 * Who the hub is to a server. Never printed.
 *
 * @param user ACL user; null is the server's default user
 * @param password null sends no authentication; a user without password counts as the empty password (ACL {@code nopass})
 */
public record Credentials(@Nullable String user, @Nullable String password) {

    /** No authentication. */
    public static final Credentials NONE = new Credentials(null, null);

    /** Gives a user without password the empty password. */
    public Credentials {
        if (user != null && password == null) {
            password = "";
        }
    }

    @Override
    public String toString() {
        String name = user == null ? "default" : user;
        return password == null ? "no authentication" : "user " + name + ", password hidden";
    }
}
