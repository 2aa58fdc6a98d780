package dev.hub.verticles.launch;

/** What the process tells its caller. */
final class ExitCode {
    /** Done. */
    static final int OK = 0;
    /** It did not work. */
    static final int FAILURE = 1;
    /** The command line makes no sense. */
    static final int USAGE = 2;
    /** The configuration cannot be used; EX_CONFIG of BSD's sysexits. */
    static final int CONFIG = 78;

    private ExitCode() {}
}
