package dev.hub.core.valkey;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Lua script: one atomic step on the keys of one slot. The source begins with a header of comment lines:
 *
 * <pre>
 * -- purpose: what it does, in a sentence
 * -- KEYS[1] each key, its type
 * -- KEYS[2] (optional) a key that, with all after it, may be left out
 * -- KEYS[3] and following, as many of a kind as there are, one at least
 * -- ARGV[1] each argument, its unit
 * -- result: shape of the reply
 * -- cost: O(…)
 * -- idempotent: yes | no
 * </pre>
 *
 * <p>A line {@code -- include: x} stands for the text of {@code lua/include/x.lua}: keys, arguments and functions that
 * several scripts share, and may itself have such lines.
 *
 * @param name file name without {@code .lua}: {@code <concept>_<verb>}
 * @param source the text
 * @param sha1 name of the script on the server, hexadecimal
 * @param keyCount how many keys it takes at most, as its header says; {@link Integer#MAX_VALUE} for any number
 * @param leastKeys how many it takes at least: those before the first optional one
 * @param isIdempotent whether it may run twice with the same arguments; if so it is sent again after an unknown outcome
 */
public record Script(String name, String source, String sha1, int keyCount, int leastKeys, boolean isIdempotent) {

    private static final Pattern KEY_LINE = Pattern.compile("^-- KEYS\\[(\\d+)]", Pattern.MULTILINE);
    private static final Pattern OPTIONAL_KEY = Pattern.compile("^-- KEYS\\[(\\d+)] \\(optional\\)", Pattern.MULTILINE);
    private static final Pattern MORE_KEYS = Pattern.compile("^-- KEYS\\[\\d+] and following", Pattern.MULTILINE);
    private static final Pattern KEY_USE = Pattern.compile("KEYS\\[(\\d+)]");
    private static final Pattern INCLUDE = Pattern.compile("(?m)^-- include: (\\w+)$");
    private static final List<String> REQUIRED = List.of("purpose", "result", "cost", "idempotent");

    /**
     * Loads {@code /lua/<name>.lua} from the class path.
     *
     * @throws IllegalArgumentException when it is absent or its header is incomplete or wrong
     */
    public static Script resource(String name) {
        return of(name, complete(text(name)));
    }

    private static String complete(String source) {
        return INCLUDE.matcher(source)
                .replaceAll(include -> Matcher.quoteReplacement(complete(text("include/" + include.group(1)))));
    }

    private static String text(String path) {
        try (InputStream in = Script.class.getResourceAsStream("/lua/" + path + ".lua")) {
            if (in == null) {
                throw new IllegalArgumentException("the script lua/" + path + ".lua is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the script lua/" + path + ".lua cannot be read", e);
        }
    }

    /** Makes a script of its text, whose header must be complete. */
    public static Script of(String name, String source) {
        for (String field : REQUIRED) {
            headerField(name, source, field);
        }
        int declared = highest(KEY_LINE.matcher(source));
        int used = highest(KEY_USE.matcher(source.replaceAll("(?m)^--.*$", "")));
        if (used > declared) {
            throw new IllegalArgumentException(
                    "script " + name + " uses KEYS[" + used + "] and its header declares " + declared + " key(s)");
        }
        String idempotent = headerField(name, source, "idempotent");
        if (!idempotent.equals("yes") && !idempotent.equals("no")) {
            throw new IllegalArgumentException(
                    "script " + name + ": \"idempotent\" must be yes or no, got \"" + idempotent + "\"");
        }
        Matcher optional = OPTIONAL_KEY.matcher(source);
        int least = optional.find() ? Integer.parseInt(optional.group(1)) - 1 : declared;
        int most = MORE_KEYS.matcher(source).find() ? Integer.MAX_VALUE : declared;
        return new Script(name, source, sha1(source), most, least, idempotent.equals("yes"));
    }

    /** Throws unless it takes so many keys. */
    void requireKeys(int count) {
        if (count < leastKeys || count > keyCount) {
            String most = keyCount == Integer.MAX_VALUE ? "at least " + leastKeys : leastKeys + " to " + keyCount;
            String takes = leastKeys == keyCount ? "" + keyCount : most;
            throw new IllegalArgumentException("script " + name + " takes " + takes + " key(s), got " + count);
        }
    }

    private static String headerField(String name, String source, String field) {
        Matcher matcher =
                Pattern.compile("(?m)^-- " + field + ":[ \\t]*(\\S.*)$").matcher(source);
        if (!matcher.find()) {
            throw new IllegalArgumentException("script " + name + " lacks the header line \"-- " + field + ": …\"");
        }
        return matcher.group(1).strip();
    }

    private static int highest(Matcher matcher) {
        int highest = 0;
        while (matcher.find()) {
            highest = Math.max(highest, Integer.parseInt(matcher.group(1)));
        }
        return highest;
    }

    private static String sha1(String source) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(source.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
