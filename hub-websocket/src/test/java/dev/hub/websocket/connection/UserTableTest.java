package dev.hub.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UserTableTest {
    private final UserTable table = new UserTable();

    private static final class One extends UserTable.Member {
        private final String user;

        One(String user) {
            this.user = user;
        }

        @Override
        public String user() {
            return user;
        }
    }

    private Set<UserTable.Member> of(String user) {
        Set<UserTable.Member> all = new LinkedHashSet<>();
        table.forEach(user, all::add);
        return all;
    }

    @Test
    void findsWhatAMapWouldFind() {
        Random random = new Random(11);
        Map<String, Set<UserTable.Member>> expected = new HashMap<>();
        List<One> held = new ArrayList<>();
        for (int step = 0; step < 30_000; step++) {
            boolean grows = step % 10_000 < 6_000;
            if (held.isEmpty() || random.nextInt(10) < (grows ? 7 : 3)) {
                One one = new One("user-" + random.nextInt(800));
                held.add(one);
                table.add(one);
                expected.computeIfAbsent(one.user(), first -> new LinkedHashSet<>())
                        .add(one);
            } else {
                One one = held.remove(random.nextInt(held.size()));
                table.remove(one);
                table.remove(one);
                expected.getOrDefault(one.user(), new LinkedHashSet<>()).remove(one);
                expected.values().removeIf(Set::isEmpty);
            }
            String any = "user-" + random.nextInt(800);
            assertThat(of(any)).isEqualTo(expected.getOrDefault(any, Set.of()));
            assertThat(table.users()).isEqualTo(expected.size());
        }
    }

    @Test
    void whoIsRemovedWhileAllAreGoneThroughIsMissedByNobody() {
        for (int i = 0; i < 5; i++) {
            table.add(new One("ann"));
        }
        List<UserTable.Member> seen = new ArrayList<>();

        table.forEach("ann", each -> {
            seen.add(each);
            table.remove(each);
        });

        assertThat(seen).hasSize(5).doesNotHaveDuplicates();
        assertThat(of("ann")).isEmpty();
        assertThat(table.users()).isZero();
    }

    @Test
    void doesNotKnowTheAnonymous() {
        One nobody = new One("");
        table.add(nobody);
        table.remove(nobody);

        assertThat(of("")).isEmpty();
        assertThat(table.users()).isZero();
    }
}
