package dev.hub.verticles.schedule;

import dev.hub.core.bus.ScheduleCommand.ListAll;
import dev.hub.core.bus.ScheduleCommand.Listing;
import dev.hub.core.job.QueueName;
import dev.hub.core.schedule.ScheduleStore;
import dev.hub.core.schedule.ScheduleView;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** Schedules page by page, of one queue or of one queue after the other. A page ends where the next begins: {@code <queue> <id>}. */
final class ScheduleListing {
    private final ScheduleStore store;

    ScheduleListing(ScheduleStore store) {
        this.store = store;
    }

    Future<Listing> list(ListAll wanted) {
        int space = wanted.after().indexOf(' ');
        String queue = space < 0 ? "" : wanted.after().substring(0, space);
        String id = wanted.after().substring(space + 1);
        Future<List<QueueName>> queues = wanted.queue()
                .map(only -> Future.succeededFuture(List.of(only)))
                .orElseGet(store::queues);
        return queues.compose(all -> {
            List<QueueName> left = all.stream()
                    .filter(each -> each.value().compareTo(queue) >= 0)
                    .toList();
            String after = !left.isEmpty() && left.getFirst().value().equals(queue) ? id : "";
            return add(new ArrayList<>(), left, after, wanted.limit());
        });
    }

    private Future<Listing> add(List<ScheduleView> found, List<QueueName> queues, String after, int limit) {
        if (queues.isEmpty()) {
            return Future.succeededFuture(new Listing(found, ""));
        }
        QueueName queue = queues.getFirst();
        return store.list(queue, after, limit - found.size()).compose(page -> {
            found.addAll(page.schedules());
            if (!page.next().isEmpty()) {
                return Future.succeededFuture(new Listing(found, queue + " " + page.next()));
            }
            List<QueueName> others = queues.subList(1, queues.size());
            if (found.size() == limit && !others.isEmpty()) {
                return Future.succeededFuture(new Listing(found, others.getFirst() + " "));
            }
            return add(found, others, "", limit);
        });
    }
}
