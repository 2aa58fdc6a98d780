package dev.hub.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hub.core.testkit.FaultProxy.Direction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each fault of the proxy is what it says, seen by a plain socket. */
@ExtendWith(SharedServers.Provider.class)
@Timeout(30)
class FaultProxyIT {
    private final FaultProxy proxy;
    private Socket socket = new Socket();

    FaultProxyIT(SharedServers servers) {
        this.proxy = FaultProxy.before(servers.on(Engine.REDIS62));
    }

    @BeforeEach
    void connectThroughTheProxy() throws IOException {
        socket = connect();
        assertThat(answersWithin(1000)).isTrue();
    }

    @AfterEach
    void closeAll() throws IOException {
        socket.close();
        proxy.close();
    }

    private Socket connect() throws IOException {
        Socket fresh = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        fresh.setTcpNoDelay(true);
        return fresh;
    }

    private void ask() throws IOException {
        socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private boolean hearsWithin(int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            byte[] answer = socket.getInputStream().readNBytes(7);
            return new String(answer, StandardCharsets.US_ASCII).equals("+PONG\r\n");
        } catch (SocketTimeoutException silent) {
            return false;
        }
    }

    private boolean answersWithin(int millis) throws IOException {
        ask();
        return hearsWithin(millis);
    }

    @Test
    void delayMakesARoundTripLongerByTwiceItsTime() throws IOException {
        proxy.delay(Duration.ofSeconds(1));

        assertThat(answersWithin(1500)).isFalse();
        assertThat(hearsWithin(5000)).isTrue();

        proxy.pass();
        assertThat(answersWithin(1500)).isTrue();
    }

    @Test
    void delayInOneDirectionCountsOnce() throws IOException {
        proxy.delay(Direction.TO_CLIENT, Duration.ofSeconds(1));
        long asked = System.nanoTime();

        assertThat(answersWithin(5000)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - asked))
                .isBetween(Duration.ofSeconds(1), Duration.ofMillis(1900));
    }

    @Test
    void delayDoesNotLimitHowMuchIsUnderWay() throws IOException {
        proxy.delay(Duration.ofMillis(100));
        long asked = System.nanoTime();
        for (int i = 0; i < 50; i++) {
            ask();
        }
        for (int i = 0; i < 50; i++) {
            assertThat(hearsWithin(5000)).isTrue();
        }

        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void blackholeFreezesAConnectionWithoutEndingItAndPassDeliversTheRest() throws IOException {
        proxy.blackhole();

        assertThat(answersWithin(300)).isFalse();
        assertThat(socket.isConnected()).isTrue();

        proxy.pass();
        assertThat(hearsWithin(5000)).isTrue();
    }

    @Test
    void blackholeAcceptsNewConnectionsThatNobodyAnswers() throws IOException {
        proxy.blackhole();
        socket.close();
        socket = connect();

        assertThat(answersWithin(300)).isFalse();

        proxy.pass();
        assertThat(hearsWithin(5000)).isTrue();
    }

    @Test
    void blackholeInOneDirectionLetsCommandsThroughButNoAnswers(SharedServers servers) throws IOException {
        ServerProcess server = servers.on(Engine.REDIS62);
        String key = servers.prefix() + "k";
        proxy.blackhole(Direction.TO_CLIENT);

        socket.getOutputStream().write(("SET " + key + " v\r\n").getBytes(StandardCharsets.US_ASCII));

        await().until(() -> server.ask("GET", key).equals("v"));
        socket.setSoTimeout(200);
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void refuseTurnsNewConnectionsAwayAndKeepsThoseThatAre() throws IOException {
        proxy.refuse();

        assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
        assertThat(answersWithin(5000)).isTrue();

        proxy.pass();
        socket.close();
        socket = connect();
        assertThat(answersWithin(5000)).isTrue();
    }

    @Test
    void cutEndsConnectionsInOrder() throws IOException {
        proxy.cut();

        socket.setSoTimeout(5000);
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
        await().until(() -> proxy.connectionCount() == 0);

        socket = connect();
        assertThat(answersWithin(5000)).isTrue();
    }

    @Test
    void resetBreaksConnections() {
        proxy.reset();

        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
    }

    @Test
    void aDeadTargetLooksDead() {
        try (ServerProcess server = ServerProcess.start(ServerSpec.of(Engine.REDIS62));
                FaultProxy before = FaultProxy.before(server);
                Resp resp = Resp.connect("redis://" + before.address())) {
            resp.call("PING");

            server.kill9();

            assertThatThrownBy(() -> resp.call("PING")).isInstanceOf(UncheckedIOException.class);
            assertThatThrownBy(() -> Resp.connect("redis://" + before.address()).call("PING"))
                    .isInstanceOfAny(UncheckedIOException.class, IOException.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
