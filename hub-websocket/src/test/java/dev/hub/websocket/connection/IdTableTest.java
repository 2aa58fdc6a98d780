package dev.hub.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IdTableTest {
    private final IdTable<String> table = new IdTable<>();
    private final Random random = new Random(7);

    /** Few different slots, so that many ids collide. */
    private UUID id() {
        return new UUID(random.nextLong(), random.nextInt(24));
    }

    @Test
    void findsWhatWasPutAndNotRemoved() {
        List<UUID> in = new ArrayList<>();
        List<UUID> out = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            boolean grows = (i / 2_000) % 2 == 0;
            if (in.isEmpty() || random.nextInt(10) < (grows ? 7 : 3)) {
                UUID id = i % 2 == 0 ? id() : new UUID(random.nextLong(), random.nextLong());
                table.put(id, id.toString());
                in.add(id);
            } else {
                UUID id = in.remove(random.nextInt(in.size()));
                assertThat(table.remove(id)).isTrue();
                out.add(id);
            }
            if (i % 500 == 0) {
                assertThat(in).allMatch(id -> id.toString().equals(table.get(id)));
                assertThat(out).allMatch(id -> table.get(id) == null);
                assertThat(table.size()).isEqualTo(in.size());
            }
        }
        in.forEach(table::remove);
        assertThat(table.size()).isZero();
        assertThat(IntStream.range(0, 100).mapToObj(i -> id())).allMatch(id -> table.get(id) == null);
    }
}
