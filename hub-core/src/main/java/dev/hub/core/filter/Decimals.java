package dev.hub.core.filter;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * Numbers in tags: {@code [+-]digits[.digits]}, at most {@value #MAX_LENGTH} characters and {@value #MAX_FRACTION} digits
 * behind the point, without exponent; compared exactly. These are the numbers that Centrifugo takes.
 */
final class Decimals {
    private static final int MAX_LENGTH = 200;
    private static final int MAX_FRACTION = 19;

    private Decimals() {}

    /** The number that {@code text} is; empty when it is none. */
    static Optional<BigDecimal> parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        int start = !text.isEmpty() && (text.charAt(0) == '-' || text.charAt(0) == '+') ? 1 : 0;
        int point = afterDigits(text, start);
        int end = point < text.length() && text.charAt(point) == '.' ? afterDigits(text, point + 1) : point;
        boolean isNumber = point > start && end == text.length() && end != point + 1 && end - point - 1 <= MAX_FRACTION;
        return isNumber ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }

    private static int afterDigits(String text, int start) {
        int end = start;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }
}
