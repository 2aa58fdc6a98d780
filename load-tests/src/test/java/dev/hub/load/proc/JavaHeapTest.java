package dev.hub.load.proc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class JavaHeapTest {
    @Test
    void findsTheTotalOfAHistogram() {
        String histogram =
                " num     #instances         #bytes  class name (module)\n   1:  10  200  [B (java.base@25)\nTotal   123   4567890\n";

        assertThat(JavaHeap.total(histogram)).hasValue(4_567_890);
        assertThat(JavaHeap.total("no such process")).isEmpty();
    }
}
