package dev.hub.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.channel.StreamPosition;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.OnEachEngine;
import dev.hub.core.testkit.ServerSpec;
import dev.hub.core.valkey.DurableSettings;
import dev.hub.core.valkey.LinkSettings;
import dev.hub.core.valkey.NodeHealth;
import dev.hub.core.valkey.ValkeyException;
import dev.hub.core.valkey.ValkeyUnconfirmedException;
import dev.hub.core.valkey.ValkeyUrl;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Publications that are acknowledged once a replica has them. */
@OnEachEngine
class DurablePublishIT {
    private static final Duration LIMIT = Duration.ofMillis(400);

    private final StreamName.OfChannel news = Store.channel("news", Store.keeping(10_000));
    private final Replicated servers;
    private final Store store;

    DurablePublishIT(Engine engine) {
        servers = Replicated.start(ServerSpec.of(engine), 1);
        store = Store.begun(
                ValkeyUrl.parse(servers.url()),
                LinkSettings.forTests().withDurable(new DurableSettings(1, LIMIT)),
                "hub:");
    }

    @BeforeEach
    void isReady() {
        Store.await(store.valkey.whenReady());
    }

    @AfterEach
    void stop() {
        store.close();
        servers.close();
    }

    @Test
    void acknowledgesWhatTheReplicaHas() {
        Appended first = acknowledged(1, "one");

        assertThat(servers.replica().ask("XLEN", "hub:{c:news}:stream")).isEqualTo("1");
        assertThat(acknowledged(1, "one")).isEqualTo(new Appended(first.position(), Appended.Kind.REPEATED));
        assertThat(Store.await(publish(2, "").recover(slow -> publish(2, "")))
                        .position()
                        .offset())
                .isBetween(2L, 3L);
        assertThat(Store.await(store.valkey.health()).nodes())
                .extracting(NodeHealth::use)
                .containsExactlyInAnyOrder("commands", "durable");
    }

    @Test
    void saysThatTheOutcomeIsUnknownWhenNoReplicaConfirms() {
        acknowledged(1, "one");
        servers.cut();

        Throwable failure = Store.failure(publish(2, "two"));
        Throwable again = Store.failure(publish(2, "two"));
        servers.mend();
        Appended repeated = acknowledged(2, "two");

        assertThat(failure).isInstanceOfSatisfying(ValkeyUnconfirmedException.class, unconfirmed -> {
            assertThat(unconfirmed.isOutcomeUnknown()).isTrue();
            assertThat(unconfirmed)
                    .hasMessageContaining("0 of 1 replica(s) confirmed within 400 ms")
                    .hasMessageContaining("unknown");
        });
        assertThat(again)
                .as("a repeated one waits for the replica that lacks the first")
                .isInstanceOf(ValkeyUnconfirmedException.class);
        assertThat(repeated.kind()).isEqualTo(Appended.Kind.REPEATED);
        assertThat(repeated.position().offset()).isEqualTo(2);
    }

    /** What the answer relies on was written over another connection, for whose writes WAIT does not speak. */
    @Test
    void waitsForWhatWasPublishedBeforeInAnotherWay() {
        NewPublication keyed = keyed(1, "one");
        NewPublication versioned = NewPublication.of(news.channel(), news.namespace(), Store.json(2))
                .withVersion(7, "");
        servers.cut();
        Store.await(store.streams.publish(keyed));
        Store.await(store.streams.publish(versioned));

        Throwable repeated = Store.failure(store.streams.publishDurably(keyed));
        servers.mend();
        servers.sync();
        servers.cut();
        Store.await(store.streams.publish(versioned.withVersion(8, "")));
        Throwable outdated = Store.failure(store.streams.publishDurably(versioned));
        servers.mend();

        assertThat(repeated).isInstanceOf(ValkeyUnconfirmedException.class);
        assertThat(outdated).isInstanceOf(ValkeyUnconfirmedException.class);
        assertThat(acknowledged(keyed).kind()).isEqualTo(Appended.Kind.REPEATED);
        assertThat(acknowledged(versioned).kind()).isEqualTo(Appended.Kind.OUTDATED);
    }

    @Test
    void doesNotHoldUpOtherCommands() {
        acknowledged(1, "one");
        servers.cut();
        Future<Appended> durable = publish(2, "two");

        for (int i = 3; i < 50; i++) {
            store.publish(news, i);
        }
        assertThat(durable.isComplete()).isFalse();
        assertThat(Store.failure(durable)).isInstanceOf(ValkeyUnconfirmedException.class);
    }

    @Test
    void sendsAllThatWaitTogether() {
        List<Future<Appended>> many = new ArrayList<>();
        for (int i = 1; i <= 1_000; i++) {
            many.add(publish(i, "k" + i));
        }
        many.forEach(each -> Store.await(each.otherwiseEmpty()));

        long waits = calls("wait");
        assertThat(calls("evalsha")).isGreaterThanOrEqualTo(1_000);
        assertThat(waits).isBetween(1L, 900L);
    }

    private long calls(String command) {
        return servers.primary()
                .ask("INFO", "commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_" + command + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceFirst("[^:]*:calls=(\\d+),.*", "$1")))
                .sum();
    }

    @Test
    void forgetsNoScriptForLong() {
        acknowledged(1, "one");
        servers.primary().ask("SCRIPT", "FLUSH");

        assertThat(acknowledged(2, "two").position().offset()).isEqualTo(2);
        assertThat(acknowledged(3, "three").position().offset()).isEqualTo(3);
    }

    /** The replica is cut off in the middle of the traffic, then the primary is killed and the replica takes its place. */
    @Test
    void losesNothingThatWasAcknowledgedWhenTheTailIsLost() {
        Set<Long> acknowledged = new TreeSet<>();
        Set<Long> unknown = new TreeSet<>();
        for (long batch = 0; batch < 60 && (batch <= 40 || unknown.isEmpty()); batch++) {
            Map<Long, Future<Appended>> sent = new LinkedHashMap<>();
            for (long number = batch * 5 + 1; number <= batch * 5 + 5; number++) {
                sent.put(number, publish(number, "k" + number));
            }
            if (batch == 40) {
                servers.cut();
            }
            sent.forEach((number, future) -> tell(future, number, acknowledged, unknown));
        }
        servers.failOver();
        Store.until("the new primary is used", () -> store.isUsing(servers.primary()));

        assertThat(acknowledged).hasSizeGreaterThan(100);
        assertThat(unknown).isNotEmpty();
        assertThat(kept()).containsAll(acknowledged).doesNotHaveDuplicates();
    }

    private static void tell(Future<Appended> future, long number, Set<Long> acknowledged, Set<Long> unknown) {
        try {
            Store.await(future);
            acknowledged.add(number);
        } catch (ValkeyException failure) {
            assertThat(failure.isOutcomeUnknown()).isTrue();
            unknown.add(number);
        }
    }

    @Test
    void goesOnAtTheNewPrimary() {
        StreamPosition before = acknowledged(1, "one").position();
        Future<Appended> meanwhile = publish(2, "two");
        servers.failOver();
        Store.until("the new primary took the third", () -> {
            ValkeyException failure = (ValkeyException) Store.failure(publish(3, "three"));
            return failure.isOutcomeUnknown() && kept().contains(3L);
        });

        assertThat(kept()).startsWith(1L).contains(3L).doesNotHaveDuplicates();
        assertThat(store.top(news).epoch()).isEqualTo(before.epoch());
        Store.until("the second is decided", meanwhile::isComplete);
    }

    private List<Long> kept() {
        return Store.numbers(
                Store.await(store.streams.history(news, -1, null, false)).entries());
    }

    /** Publishes, and repeats it on a busy machine until a replica was quick enough. */
    private Appended acknowledged(NewPublication publication) {
        AtomicReference<Appended> answer = new AtomicReference<>();
        Store.until("it is acknowledged", () -> {
            answer.set(Store.await(store.streams.publishDurably(publication).otherwiseEmpty()));
            return answer.get() != null;
        });
        return answer.get();
    }

    private Appended acknowledged(long number, String key) {
        return acknowledged(keyed(number, key));
    }

    private Future<Appended> publish(long number, String key) {
        return store.streams.publishDurably(keyed(number, key));
    }

    private NewPublication keyed(long number, String key) {
        return NewPublication.of(news.channel(), news.namespace(), Store.json(number))
                .withIdempotencyKey(key);
    }
}
