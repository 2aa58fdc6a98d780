package dev.hub.verticles.launch;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGHUP. It comes for two reasons: somebody sends it, to have the configuration read again; or the terminal that the hub
 * runs on was closed, and then the hub ends.
 *
 * <p>The JDK's class for signals is no part of Java and may be gone one day; therefore by reflection.
 */
final class Hangup {
    private static final Logger LOG = LoggerFactory.getLogger(Hangup.class);
    private static final String TERMINAL = "/dev/tty";

    private Hangup() {}

    /** From now on a SIGHUP calls {@code reload}, on a thread of its own. Nothing happens where there are no signals. */
    static void call(Runnable reload) {
        boolean hadTerminal = hasTerminal();
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler invoked = (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                    received(hadTerminal, reload);
                }
                return null;
            };
            Object listener = Proxy.newProxyInstance(Hangup.class.getClassLoader(), new Class<?>[] {handler}, invoked);
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), listener);
        } catch (ReflectiveOperationException | IllegalArgumentException without) {
            LOG.debug("No SIGHUP here: {}", String.valueOf(without.getCause()));
        }
    }

    private static void received(boolean hadTerminal, Runnable reload) {
        if (hadTerminal && !hasTerminal()) {
            System.exit(ExitCode.OK);
        }
        reload.run();
    }

    private static boolean hasTerminal() {
        try (InputStream terminal = new FileInputStream(TERMINAL)) {
            return terminal != null;
        } catch (IOException none) {
            return false;
        }
    }
}
