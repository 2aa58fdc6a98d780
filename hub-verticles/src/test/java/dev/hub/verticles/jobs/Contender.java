package dev.hub.verticles.jobs;

import dev.hub.core.testkit.ServerProcess;
import dev.hub.verticles.jobs.HubQueue.Retained;
import java.util.function.Function;

/** Who is measured. */
enum Contender {
    /** By its API for verticles. */
    HUB("hub", server -> new ClientQueue(server.url(), Retained.SAME)),
    /** Without bus and verticle. */
    STORE("hub, store only", server -> new StoreQueue(server.url(), Retained.SAME)),
    /** Each command in a write of its own, as its documentation shows it. */
    BULLMQ("BullMQ", server -> new BullQueue(server, Retained.SAME, false)),
    /** With ioredis's automatic pipelining. */
    BULLMQ_PIPELINED("BullMQ, pipelined", server -> new BullQueue(server, Retained.SAME, true));

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // it makes a new one each time
    private final Function<ServerProcess, JobQueue> maker;

    Contender(String title, Function<ServerProcess, JobQueue> maker) {
        this.title = title;
        this.maker = maker;
    }

    String title() {
        return title;
    }

    JobQueue on(ServerProcess server) {
        return maker.apply(server);
    }
}
