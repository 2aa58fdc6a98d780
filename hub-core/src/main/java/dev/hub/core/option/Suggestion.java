package dev.hub.core.option;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses what somebody meant who wrote a key that does not exist. */
public final class Suggestion {
    private Suggestion() {}

    /** The one of {@code known} that {@code written} looks like, if it looks like any. */
    public static Optional<String> forKey(String written, Collection<String> known) {
        String plain = plain(written);
        int tolerance = Math.max(1, plain.length() / 4);
        return known.stream()
                .filter(each -> distance(plain, plain(each)) <= tolerance)
                .min(Comparator.comparingInt(each -> distance(plain, plain(each))));
    }

    /** The one of {@code known} that ends like {@code written} and otherwise is most like it: a key of another section. */
    public static Optional<String> forLastPart(String written, Collection<String> known) {
        return known.stream()
                .filter(each -> plain(lastPart(each)).equals(plain(lastPart(written))))
                .min(Comparator.comparingInt(
                        each -> distance(plain(written), plain(each)) - 4 * sameStart(written, each)));
    }

    private static String lastPart(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    private static int sameStart(String a, String b) {
        int length = 0;
        while (length < Math.min(a.length(), b.length()) && a.charAt(length) == b.charAt(length)) {
            length++;
        }
        return length;
    }

    /** Words the same way whether they are written pingInterval, ping_interval or ping-interval. */
    private static String plain(String key) {
        return key.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]", "");
    }

    /** How many letters must be changed, added, dropped or swapped with their neighbour. */
    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = Math.min(i, j) == 0 ? Math.max(i, j) : step(cost, a, b, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int step(int[][] cost, String a, String b, int i, int j) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int least = Math.min(cost[i - 1][j - 1] + (same ? 0 : 1), Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
    }
}
