package dev.hub.verticles.namespace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;

/**
 * By what a changed file is known, without reading it: another one under its name, another size, another time.
 *
 * @param traits by their names; none when there is no file
 */
record Fingerprint(Map<String, String> traits) {
    /** No file is there, or none that can be looked at. */
    static final Fingerprint ABSENT = new Fingerprint(Map.of());

    /** Copies {@code traits}. */
    Fingerprint {
        traits = Map.copyOf(traits);
    }

    /** What {@code file} looks like now; follows links. Blocks. */
    static Fingerprint of(Path file) {
        try {
            return new Fingerprint(traitsOf(file));
        } catch (IOException goneOrHidden) {
            return ABSENT;
        }
    }

    private static Map<String, String> traitsOf(Path file) throws IOException {
        Map<String, String> traits = new TreeMap<>();
        if (Files.getFileStore(file).supportsFileAttributeView("unix")) {
            // The time of the last change of the inode catches copies that keep the time of the content.
            Files.readAttributes(file, "unix:ino,size,lastModifiedTime,ctime")
                    .forEach((name, value) -> traits.put(name, String.valueOf(value)));
            return traits;
        }
        BasicFileAttributes basic = Files.readAttributes(file, BasicFileAttributes.class);
        traits.put("key", String.valueOf(basic.fileKey()));
        traits.put("size", String.valueOf(basic.size()));
        traits.put("time", String.valueOf(basic.lastModifiedTime()));
        return traits;
    }
}
