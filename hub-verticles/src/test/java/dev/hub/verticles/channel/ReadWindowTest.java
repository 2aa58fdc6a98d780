package dev.hub.verticles.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReadWindowTest {
    private final ReadWindow window = new ReadWindow(2, 3);
    private final List<Promise<String>> sent = new ArrayList<>();

    private Future<String> read() {
        return window.run(() -> {
            Promise<String> answer = Promise.promise();
            sent.add(answer);
            return answer.future();
        });
    }

    @Test
    void sendsAsManyAsFit() {
        read();
        read();
        Future<String> third = read();
        assertThat(sent).hasSize(2);

        sent.getFirst().complete("1");
        assertThat(sent).hasSize(3);
        sent.getLast().complete("3");

        assertThat(third.result()).isEqualTo("3");
    }

    @Test
    void aFailureMakesRoomAsWell() {
        read();
        read();
        read();

        sent.getFirst().fail("away");

        assertThat(sent).hasSize(3);
    }

    @Test
    void refusesForNowWhenTooManyWait() {
        for (int i = 0; i < 5; i++) {
            assertThat(read().isComplete()).isFalse();
        }

        assertThat(read().failed()).isTrue();
    }

    @Test
    void anythingThatIsThrownIsAFailure() {
        Future<String> broken = window.run(() -> {
            throw new IllegalStateException("broken");
        });

        assertThat(broken.failed()).isTrue();
        read();
        read();
        assertThat(sent).hasSize(2);
    }
}
