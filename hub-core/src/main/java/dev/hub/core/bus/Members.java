package dev.hub.core.bus;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Those who answer at one address of the bus together: each has an address of its own behind it. Safe from any thread, as the
 * bus is.
 */
final class Members {
    private final AtomicLong last = new AtomicLong();
    private final Map<String, Set<String>> addresses = new ConcurrentHashMap<>();

    /** One more at {@code address}; its own address. */
    String join(String address) {
        String member = address + "#" + last.incrementAndGet();
        addresses
                .computeIfAbsent(address, first -> ConcurrentHashMap.newKeySet())
                .add(member);
        return member;
    }

    /**
     * The answers of all at {@code address}.
     *
     * @param ask asks one of them
     * @param failure what a failed question fails with; empty when nobody is there any more
     */
    <T> Future<List<T>> gather(
            String address,
            Function<String, Future<T>> ask,
            Function<Throwable, Optional<? extends Throwable>> failure) {
        Set<String> members = addresses.getOrDefault(address, Set.of());
        return Future.join(members.stream()
                        .map(member -> ask.apply(member).map(Optional::of).recover(cause -> {
                            Optional<? extends Throwable> fault = failure.apply(cause);
                            if (fault.isPresent()) {
                                return Future.failedFuture(fault.get());
                            }
                            members.remove(member);
                            return Future.succeededFuture(Optional.empty());
                        }))
                        .toList())
                .map(all -> all.<Optional<T>>list().stream()
                        .flatMap(Optional::stream)
                        .toList());
    }
}
