package dev.hub.verticles.namespace;

/**
 * Decides when a watched file is to be read: once it has changed and then stayed the same for one look, because some
 * editors empty it first and fill it later. A file that is gone is waited for.
 */
final class Settling {
    private Fingerprint read = Fingerprint.ABSENT;
    private Fingerprint seen = Fingerprint.ABSENT;
    private boolean isStill;
    private boolean isLost;

    /** Takes the next look; true when the file is to be read now. */
    boolean isDue(Fingerprint now) {
        boolean wasStill = isStill;
        isStill = now.equals(seen);
        seen = now;
        boolean isAbsent = now.equals(Fingerprint.ABSENT);
        isLost = isAbsent && isStill && !wasStill && !read.equals(Fingerprint.ABSENT);
        if (!isStill || isAbsent || now.equals(read)) {
            return false;
        }
        read = now;
        return true;
    }

    /** With the last look it has become certain that the file is gone. */
    boolean isLost() {
        return isLost;
    }
}
