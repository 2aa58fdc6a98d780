package dev.hub.core.valkey;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an error means for what to do next. */
sealed interface Fault {

    /** The reason, for people. */
    String text();

    /** The same server may be able to soon; nothing was done. */
    record Later(String text) implements Fault {}

    /** Another server may be the right one now: the topology has to be asked; nothing was done. */
    record Elsewhere(String text) implements Fault {}

    /** The slot lives on another node; nothing was done. */
    record Moved(String text, int slot, Endpoint target) implements Fault {}

    /** This one key is at another node already, to be asked with ASKING; nothing was done. */
    record Ask(String text, Endpoint target) implements Fault {}

    /** The keys of one command are on two nodes for a moment; nothing was done. */
    record TryAgain(String text) implements Fault {}

    /** The server does not know the script; nothing was done. */
    record NoScript(String text) implements Fault {}

    /** A person has to mend something. */
    record Fatal(String text) implements Fault {}

    /** An answer for the caller: the command was wrong, or its time was. */
    record Refused(String text) implements Fault {}

    /** Codes after which the same server may answer soon. */
    Set<String> LATER = Set.of("LOADING", "BUSY", "CLUSTERDOWN", "NOREPLICAS");

    /** Codes of a server that is no primary. */
    Set<String> ELSEWHERE = Set.of("READONLY", "MASTERDOWN");

    /** Codes that only a person can mend. */
    Set<String> FATAL = Set.of("NOAUTH", "WRONGPASS", "NOPERM");

    /**
     * Reads the text of an error reply.
     *
     * @param asked the server that answered; stands in for an address that the answer leaves out
     */
    static Fault of(String text, Endpoint asked) {
        String code = code(text);
        if (ELSEWHERE.contains(code)) {
            return new Elsewhere(text);
        }
        if (LATER.contains(code)) {
            return new Later(text);
        }
        if (FATAL.contains(code)) {
            return new Fatal(text);
        }
        return switch (code) {
            case "MOVED", "ASK" -> redirect(text, asked);
            case "TRYAGAIN" -> new TryAgain(text);
            case "NOSCRIPT" -> new NoScript(text);
            default -> new Refused(text);
        };
    }

    /** The first word; for an error that Redis 6.2 wraps into a script's, the word after the last " -". */
    private static String code(String text) {
        int wrapped = text.startsWith("ERR Error running script") ? text.lastIndexOf(": -") : -1;
        String own = wrapped < 0 ? text : text.substring(wrapped + 3);
        int space = own.indexOf(' ');
        return space < 0 ? own : own.substring(0, space);
    }

    private static Fault redirect(String text, Endpoint asked) {
        String[] words = text.split(" ", -1);
        @Nullable Endpoint target = words.length < 3 ? null : address(words[2], asked);
        if (target == null) {
            return new Refused(text);
        }
        return words[0].equals("ASK") ? new Ask(text, target) : new Moved(text, Integer.parseInt(words[1]), target);
    }

    private static @Nullable Endpoint address(String text, Endpoint asked) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            return null;
        }
        return Endpoints.orAsked(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)), asked);
    }
}
