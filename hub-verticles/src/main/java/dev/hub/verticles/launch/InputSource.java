package dev.hub.verticles.launch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file that the user names, in the directory where the user is, or standard input where the name is {@code -}. */
record InputSource(Surroundings surroundings, String name) {
    private static final String STDIN = "-";

    /** It can be read once only. */
    boolean isStdin() {
        return name.equals(STDIN);
    }

    /** As people call it. */
    String shown() {
        return isStdin() ? "standard input" : name;
    }

    /** Its bytes, from the first on. */
    InputStream open() {
        try {
            return isStdin() ? surroundings.in() : Files.newInputStream(path());
        } catch (IOException | InvalidPathException unreadable) {
            throw unreadable(unreadable);
        }
    }

    /** How many bytes there are; -1 where nobody knows. */
    long size() {
        try {
            return isStdin() || !Files.isRegularFile(path()) ? -1 : Files.size(path());
        } catch (IOException | InvalidPathException unreadable) {
            throw unreadable(unreadable);
        }
    }

    private Path path() {
        return surroundings.directory().resolve(name);
    }

    /** All of it as text in UTF-8; at most {@code mebibytes}. */
    String text(int mebibytes) {
        int most = mebibytes * 1024 * 1024;
        try (InputStream in = open()) {
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw CommandFailure.of(shown() + " must be at most " + mebibytes + " MiB");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw unreadable(unreadable);
        }
    }

    /** It is not there, is a directory, or not for this user. */
    CommandFailure unreadable(Exception cause) {
        String why = Files.isDirectory(surroundings.directory().resolve(name)) ? "it is a directory" : reason(cause);
        return CommandFailure.of(shown() + " cannot be read: " + why, cause);
    }

    private static String reason(Exception cause) {
        return switch (cause) {
            case NoSuchFileException missing -> "there is no such file";
            case AccessDeniedException denied -> "permission denied";
            default -> String.valueOf(cause.getMessage());
        };
    }
}
