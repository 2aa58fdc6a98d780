package dev.hub.core.protocol;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Commands as JSON: one object per line, one or more lines in a message. */
public final class JsonCommands {
    private static final byte LINE_END = '\n';

    private JsonCommands() {}

    /**
     * The commands in {@code message}, in their order. Unknown fields are passed over.
     *
     * @throws IllegalArgumentException when any line is no command, or there is none; the text never holds data of
     *     the message
     */
    public static List<Command> decode(byte[] message) {
        List<Command> commands = new ArrayList<>(1);
        int start = 0;
        for (int at = 0; at <= message.length; at++) {
            if (at == message.length || message[at] == LINE_END) {
                if (!isBlank(message, start, at)) {
                    commands.add(command(line(message, start, at)));
                }
                start = at + 1;
            }
        }
        if (commands.isEmpty()) {
            throw new IllegalArgumentException("a message without a command");
        }
        return commands;
    }

    private static byte[] line(byte[] message, int start, int end) {
        return start == 0 && end == message.length ? message : Arrays.copyOfRange(message, start, end);
    }

    private static boolean isBlank(byte[] message, int start, int end) {
        for (int at = start; at < end; at++) {
            if (!JsonReader.isWhiteSpace(message[at])) {
                return false;
            }
        }
        return true;
    }

    /** The parser reports overflowing symbol tables, a kind of attack, as an illegal state. */
    private static Command command(byte[] line) {
        CommandFields fields = new CommandFields();
        try {
            new JsonReader(line).wholeObject(fields::read);
        } catch (IOException | IllegalStateException malformed) {
            throw new IllegalArgumentException("a command that is not well-formed JSON", malformed);
        }
        return fields.toCommand();
    }
}
