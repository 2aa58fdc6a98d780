package dev.hub.verticles.launch;

import io.vertx.core.Deployable;

/** Verticles of the user's own, named in the configuration. */
final class UserVerticles {
    private UserVerticles() {}

    /**
     * A new verticle of the class {@code name}.
     *
     * @throws IllegalArgumentException when there is no such class, or it is no verticle without constructor arguments
     */
    static Deployable create(String name) {
        try {
            Object verticle = Class.forName(name).getConstructor().newInstance();
            if (verticle instanceof Deployable deployable) {
                return deployable;
            }
            throw new IllegalArgumentException("verticles: " + name + " is no verticle: it must extend VerticleBase");
        } catch (ClassNotFoundException absent) {
            throw new IllegalArgumentException(
                    "verticles: the class " + name + " is not on the class path; HUB_CLASSPATH adds to it", absent);
        } catch (ReflectiveOperationException unfit) {
            throw new IllegalArgumentException(
                    "verticles: " + name + " needs a public constructor without arguments that does not fail", unfit);
        }
    }
}
