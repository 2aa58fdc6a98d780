package dev.hub.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TimerWheelTest {
    private final TimerWheel wheel = new TimerWheel();

    private final class Entry extends Timed {
        private final List<Integer> times = new ArrayList<>();
        private int period;

        @Override
        void due(int now) {
            times.add(now);
            if (period > 0) {
                wheel.schedule(this, now + period);
            } else {
                wheel.remove(this);
            }
        }
    }

    private void ticks(int count) {
        for (int i = 0; i < count; i++) {
            wheel.tick();
        }
    }

    @Test
    void tellsAnEntryAtItsDeadlineHoweverFarAway() {
        for (int deadline : new int[] {1, 2, 511, 512, 513, 5000}) {
            Entry entry = new Entry();
            wheel.schedule(entry, wheel.now() + deadline);
            int expected = wheel.now() + deadline;

            ticks(deadline);

            assertThat(entry.times).containsExactly(expected);
        }
        assertThat(wheel.size()).isZero();
    }

    @Test
    void tellsAtTheNextTickWhatIsLate() {
        ticks(100);
        Entry entry = new Entry();

        wheel.schedule(entry, 5);
        wheel.tick();

        assertThat(entry.times).containsExactly(101);
    }

    @Test
    void holdsEachEntryOnceHoweverOftenItIsMoved() {
        Random random = new Random(7);
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            entries.add(new Entry());
        }
        for (int i = 0; i < 20_000; i++) {
            Entry entry = entries.get(random.nextInt(entries.size()));
            if (random.nextInt(4) == 0) {
                wheel.remove(entry);
            } else {
                wheel.schedule(entry, wheel.now() + 1 + random.nextInt(2000));
            }
        }
        List<Timed> held = new ArrayList<>();
        wheel.forEach(held::add);
        assertThat(held).doesNotHaveDuplicates().hasSize(wheel.size());

        ticks(3000);

        assertThat(wheel.size()).isZero();
        for (Entry entry : entries) {
            assertThat(entry.times).hasSize(held.contains(entry) ? 1 : 0);
        }
    }

    @Test
    void keepsAPeriod() {
        Entry entry = new Entry();
        entry.period = 250;
        wheel.schedule(entry, 250);

        ticks(1000);

        assertThat(entry.times).containsExactly(250, 500, 750, 1000);
    }
}
