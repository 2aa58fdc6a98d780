package dev.hub.load.server;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;

/** A server that accepts connections. Closing it ends what was started for it, and nothing else. */
public final class RunningServer implements AutoCloseable {
    private final InetSocketAddress address;
    private final long pid;
    private final Runnable end;

    RunningServer(InetSocketAddress address, long pid, Runnable end) {
        this.address = address;
        this.pid = pid;
        this.end = end;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return address;
    }

    /** The process that listens. */
    public long pid() {
        return pid;
    }

    /** That process and all that descend from it, such as the hub's private Valkey. */
    public List<Long> family() {
        Stream<Long> descendants = ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .map(ProcessHandle::pid);
        return Stream.concat(Stream.of(pid), descendants).toList();
    }

    @Override
    public void close() {
        end.run();
    }
}
