package dev.hub.core.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.protocol.HubException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HubBusTest {
    private static final String ADDRESS = "test.address";

    private final Vertx vertx = Vertx.vertx();
    private final HubBus bus = HubBus.install(vertx, 4);

    private record Question(String text) {}

    private record Answer(String text) {}

    @AfterEach
    void close() {
        get(vertx.close());
    }

    private static <T> T get(Future<T> future) {
        CompletableFuture<T> result = future.toCompletionStage().toCompletableFuture();
        try {
            return result.orTimeout(10, TimeUnit.SECONDS).join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }

    @Test
    void handsMessagesOverByReference() {
        Answer answer = new Answer("42");
        CompletableFuture<Question> heard = new CompletableFuture<>();
        bus.answer(ADDRESS, Question.class, question -> {
            heard.complete(question);
            return Future.succeededFuture(answer);
        });
        Question question = new Question("?");

        assertThat(get(bus.request(ADDRESS, question, Answer.class))).isSameAs(answer);
        assertThat(heard.join()).isSameAs(question);
    }

    @Test
    void aRefusalReachesTheAskerWithItsCode() {
        bus.answer(ADDRESS, Question.class, question -> Future.failedFuture(HubException.of(402, "pay first")));

        assertThatThrownBy(() -> get(bus.request(ADDRESS, new Question("?"), Answer.class)))
                .isInstanceOfSatisfying(HubException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(402);
                    assertThat(refusal).hasMessage("pay first");
                    assertThat(refusal.isTemporary()).isFalse();
                });
    }

    @Test
    void aHandlerThatThrowsIsATemporaryInternalErrorThatTellsNothingMore() {
        bus.answer(ADDRESS, Question.class, question -> {
            throw new IllegalStateException("secret detail");
        });

        assertThatThrownBy(() -> get(bus.request(ADDRESS, new Question("?"), Answer.class)))
                .isInstanceOfSatisfying(HubException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(100);
                    assertThat(refusal.isTemporary()).isTrue();
                    assertThat(refusal).hasMessageNotContaining("secret");
                });
    }

    @Test
    void nobodyThereIsATemporaryInternalError() {
        assertThatThrownBy(() -> get(bus.request("test.nobody", new Question("?"), Answer.class)))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refusal -> assertThat(refusal.isTemporary()).isTrue());
    }

    @Test
    void aMethodThatNobodyHasIsNotFound() {
        assertThatThrownBy(() -> get(bus.call(new RpcRequest("nothing", Payload.NULL, "anna", "c1", ""))))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(104));
    }

    @Test
    void plainJsonHandlersAnswerWithAnyJsonValue() {
        vertx.eventBus()
                .<JsonObject>localConsumer(
                        "hub.json.rpc.echo",
                        call -> call.reply(new JsonArray()
                                .add(call.body().getString("user"))
                                .add(call.body().getValue("data"))));

        Payload answer = get(bus.call(new RpcRequest("echo", Payload.ofJson("{\"n\":1}"), "anna", "c1", "")));

        assertThat(answer.toJson()).isEqualTo("[\"anna\",{\"n\":1}]");
    }

    @Test
    void plainJsonHandlersMayRefuseToo() {
        vertx.eventBus().<JsonObject>localConsumer("hub.json.rpc.refuse", call -> call.fail(418, "teapot"));

        assertThatThrownBy(() -> get(bus.call(new RpcRequest("refuse", Payload.NULL, "anna", "c1", ""))))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(418));
    }

    @Test
    void aChannelAlwaysLiesInTheSameShard() {
        for (int i = 0; i < 1000; i++) {
            ChannelName channel = new ChannelName("channel-" + i);
            assertThat(bus.shardOf(channel)).isBetween(0, 3).isEqualTo(bus.shardOf(new ChannelName(channel.value())));
        }
    }

    @Test
    void isFoundByWhoeverRunsInTheSameVertx() {
        assertThat(HubBus.of(vertx)).isSameAs(bus);
        Vertx other = Vertx.vertx();
        try {
            assertThatIllegalStateException().isThrownBy(() -> HubBus.of(other)).withMessageContaining("no hub runs");
        } finally {
            get(other.close());
        }
    }
}
