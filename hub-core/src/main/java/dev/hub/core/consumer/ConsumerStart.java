package dev.hub.core.consumer;

import java.util.regex.Pattern;

/** With what a new consumer begins. */
public sealed interface ConsumerStart {
    /** With what is published from now on. */
    ConsumerStart NEW = new Latest();

    /** With the oldest publication that is kept. */
    ConsumerStart EARLIEST = new Earliest();

    /** The word or number for it. */
    String text();

    /**
     * Reads {@link #text}.
     *
     * @throws IllegalArgumentException when it is neither a word nor an offset
     */
    static ConsumerStart parse(String text) {
        return switch (text) {
            case "new" -> NEW;
            case "earliest" -> EARLIEST;
            default -> {
                if (!After.NUMBER.matcher(text).matches()) {
                    throw new IllegalArgumentException(
                            "start must be \"new\", \"earliest\" or an offset, got \"" + text + "\"");
                }
                yield new After(Long.parseLong(text));
            }
        };
    }

    /** See {@link #NEW}. */
    record Latest() implements ConsumerStart {
        @Override
        public String text() {
            return "new";
        }
    }

    /** See {@link #EARLIEST}. */
    record Earliest() implements ConsumerStart {
        @Override
        public String text() {
            return "earliest";
        }
    }

    /**
     * With what came after an offset of the present epoch.
     *
     * @param offset 0 to 2^53 - 1; not beyond the stream's last one
     */
    record After(long offset) implements ConsumerStart {
        private static final Pattern NUMBER = Pattern.compile("[0-9]{1,16}");
        private static final long MAX = (1L << 53) - 1;

        /** Checks the range. */
        public After {
            if (offset < 0 || offset > MAX) {
                throw new IllegalArgumentException("start must be 0 to " + MAX + ", got " + offset);
            }
        }

        @Override
        public String text() {
            return Long.toString(offset);
        }
    }
}
