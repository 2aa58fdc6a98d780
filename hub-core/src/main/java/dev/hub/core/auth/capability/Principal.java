package dev.hub.core.auth.capability;

/**
 * Who wants to do something.
 *
 * @param user id of the user; empty for an anonymous one
 * @param rights by its token
 */
public record Principal(String user, Rights rights) {
    /** Nobody in particular, without a token. */
    public static final Principal ANONYMOUS = new Principal("", Rights.NONE);

    /** A user with no rights of its own. */
    public static Principal of(String user) {
        return new Principal(user, Rights.NONE);
    }

    /** Has no user id. */
    public boolean isAnonymous() {
        return user.isEmpty();
    }
}
