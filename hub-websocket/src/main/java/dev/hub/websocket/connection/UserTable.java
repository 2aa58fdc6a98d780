package dev.hub.websocket.connection;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the sessions of one event loop by their user: open addressing, with linear probing, of one session of each user, which
 * leads to the others. Costs 8 bytes for each user and two references for each session. Anonymous ones are not in it.
 */
final class UserTable {
    private static final int LEAST = 16;

    private @Nullable Member[] firsts = new @Nullable Member[LEAST];
    private int users;

    /** What the table holds: its links to the others of its user. */
    public abstract static class Member {
        private @Nullable Member before;
        private @Nullable Member after;

        /** The user's id. */
        public abstract String user();
    }

    /** Different users. */
    int users() {
        return users;
    }

    void add(Member member) {
        if (member.user().isEmpty()) {
            return;
        }
        int place = place(firsts, member.user());
        Member first = firsts[place];
        member.after = first;
        if (first == null) {
            users++;
        } else {
            first.before = member;
        }
        firsts[place] = member;
        if (users * 2 > firsts.length) {
            resize(firsts.length * 2);
        }
    }

    /** Removes it if it is there. */
    void remove(Member member) {
        Member before = member.before;
        Member after = member.after;
        member.before = null;
        member.after = null;
        if (after != null) {
            after.before = before;
        }
        if (before != null) {
            before.after = after;
        } else if (!member.user().isEmpty()) {
            replaceFirst(member, after);
        }
    }

    private void replaceFirst(Member member, @Nullable Member after) {
        int place = place(firsts, member.user());
        if (!member.equals(firsts[place])) {
            return;
        }
        firsts[place] = after;
        if (after == null) {
            users--;
            close(place);
            if (firsts.length > LEAST && users * 8 < firsts.length) {
                resize(firsts.length / 2);
            }
        }
    }

    /** Hands each session of the user to {@code action}, which may remove it. */
    void forEach(String user, Consumer<Member> action) {
        Member next = user.isEmpty() ? null : firsts[place(firsts, user)];
        while (next != null) {
            Member each = next;
            next = each.after;
            action.accept(each);
        }
    }

    /** Moves into the gap what would not be found behind it. */
    private void close(int gap) {
        int mask = firsts.length - 1;
        int hole = gap;
        int at = (gap + 1) & mask;
        for (Member each = firsts[at]; each != null; each = firsts[at]) {
            int wanted = slot(each.user(), mask);
            if (((at - wanted) & mask) >= ((at - hole) & mask)) {
                firsts[hole] = each;
                hole = at;
            }
            at = (at + 1) & mask;
        }
        firsts[hole] = null;
    }

    /** Where the user is, or the free place where it belongs. */
    private static int place(@Nullable Member[] table, String user) {
        int mask = table.length - 1;
        int at = slot(user, mask);
        for (Member each = table[at]; each != null && !each.user().equals(user); each = table[at]) {
            at = (at + 1) & mask;
        }
        return at;
    }

    /** Ids of users are not random, and often differ in their last characters only. */
    private static int slot(String user, int mask) {
        int hash = user.hashCode() * 0x9E3779B9;
        return (hash ^ (hash >>> 16)) & mask;
    }

    private void resize(int length) {
        @Nullable Member[] old = firsts;
        firsts = new @Nullable Member[length];
        for (Member each : old) {
            if (each != null) {
                firsts[place(firsts, each.user())] = each;
            }
        }
    }
}
