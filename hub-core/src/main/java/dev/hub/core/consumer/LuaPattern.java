package dev.hub.core.consumer;

import dev.hub.core.pattern.ChannelPattern;

/** Channel patterns in the words of Lua's {@code string.find}, for scripts that pick channels out of a feed. Pure. */
final class LuaPattern {
    private static final String ONE_PART = "[^:]*";
    private static final String REST = ".*";

    private LuaPattern() {}

    /** Finds exactly those names that {@link ChannelPattern#matches}. */
    static String of(ChannelPattern pattern) {
        String text = pattern.text();
        StringBuilder lua = new StringBuilder(text.length() + 8).append('^');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '*') {
                lua.append(i == text.length() - 1 ? REST : ONE_PART);
            } else if (Character.isLetterOrDigit(c)) {
                lua.append(c);
            } else {
                lua.append('%').append(c);
            }
        }
        return lua.append('$').toString();
    }
}
