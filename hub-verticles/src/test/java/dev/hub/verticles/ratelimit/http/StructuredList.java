package dev.hub.verticles.ratelimit.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A list of items with parameters as RFC 9651, section 4.2, parses it, as far as strings and integers go; anything else is a
 * failure. Made for the tests, apart from the code that writes the fields.
 */
final class StructuredList {
    private final String text;
    private int at;

    private StructuredList(String text) {
        this.text = text;
    }

    /** An item, and its parameters in their order. */
    record Item(String value, Map<String, Object> parameters) {}

    static List<Item> parse(String field) {
        return new StructuredList(field).list();
    }

    private List<Item> list() {
        List<Item> items = new ArrayList<>();
        skip(' ');
        while (at < text.length()) {
            items.add(item());
            skip(' ');
            if (at == text.length()) {
                return items;
            }
            expect(',');
            skip(' ');
            if (at == text.length()) {
                throw new AssertionError("a comma at the end of " + text);
            }
        }
        return items;
    }

    private Item item() {
        String value = string();
        Map<String, Object> parameters = new LinkedHashMap<>();
        while (at < text.length() && text.charAt(at) == ';') {
            at++;
            skip(' ');
            String key = key();
            expect('=');
            parameters.put(key, text.charAt(at) == '"' ? string() : integer());
        }
        return new Item(value, parameters);
    }

    private String string() {
        expect('"');
        StringBuilder value = new StringBuilder();
        for (char c = next(); c != '"'; c = next()) {
            if (c == '\\' || c < 0x20 || c > 0x7e) {
                throw new AssertionError("unexpected in a string at " + at + ": " + text);
            }
            value.append(c);
        }
        return value.toString();
    }

    private String key() {
        int start = at;
        while (at < text.length() && "abcdefghijklmnopqrstuvwxyz0123456789_-.*".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String key = text.substring(start, at);
        if (!key.matches("[a-z*].*")) {
            throw new AssertionError("no key at " + start + ": " + text);
        }
        return key;
    }

    private Long integer() {
        int start = at;
        while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '-')) {
            at++;
        }
        String digits = text.substring(start, at);
        if (!digits.matches("-?\\d{1,15}")) {
            throw new AssertionError("no integer at " + start + ": " + text);
        }
        return Long.valueOf(digits);
    }

    private char next() {
        if (at == text.length()) {
            throw new AssertionError("ends too early: " + text);
        }
        return text.charAt(at++);
    }

    private void expect(char wanted) {
        if (next() != wanted) {
            throw new AssertionError("expected " + wanted + " at " + (at - 1) + ": " + text);
        }
    }

    private void skip(char what) {
        while (at < text.length() && text.charAt(at) == what) {
            at++;
        }
    }
}
