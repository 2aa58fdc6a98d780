package dev.hub.verticles.ratelimit;

import dev.hub.core.ratelimit.store.HoldCall;
import dev.hub.core.ratelimit.store.HoldReply;
import dev.hub.core.ratelimit.store.LimiterStore;
import dev.hub.core.ratelimit.store.Portion;
import dev.hub.verticles.ratelimit.LeaseBook.Loan;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the calls that the {@link LeaseBook} wants, all of one turn of the event loop together. Belongs to one event loop. */
final class LeaseDesk {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseDesk.class);

    private final Vertx vertx;
    private final LeaseBook book;
    private final LimiterStore store;
    private final SharedTier valkey;
    private final LimitTimes times;
    private boolean isScheduled;
    private Future<?> latest = Future.succeededFuture();

    LeaseDesk(Vertx vertx, LeaseBook book, LimiterStore store, SharedTier valkey, LimitTimes times) {
        this.vertx = vertx;
        this.book = book;
        this.store = store;
        this.valkey = valkey;
        this.times = times;
    }

    /** Makes the calls at the end of this turn, if there are any. While Valkey is away they wait. */
    void look() {
        if (book.isDue() && !isScheduled && !valkey.isAway()) {
            isScheduled = true;
            vertx.runOnContext(endOfTurn -> {
                isScheduled = false;
                latest = call(book.calls(times.nanosNow()))
                        .onFailure(cause -> LOG.debug("No answer about leases: {}", cause.getMessage()));
            });
        }
    }

    /** Gives everything back, once it is known what there is. */
    Future<?> close() {
        return valkey.isAway()
                ? Future.succeededFuture()
                : latest.transform(answered -> call(book.lastCalls(times.nanosNow())));
    }

    private Future<?> call(List<Loan> loans) {
        if (loans.isEmpty()) {
            return Future.succeededFuture();
        }
        List<Portion<HoldReply>> portions =
                store.hold(loans.stream().map(this::holdCall).toList());
        portions.forEach(portion -> await(
                portion.results(), portion.places().stream().map(loans::get).toList()));
        return Future.join(portions.stream().map(Portion::results).toList());
    }

    private void await(Future<List<HoldReply>> answer, List<Loan> loans) {
        answer.onSuccess(replies -> {
                    for (int i = 0; i < loans.size(); i++) {
                        book.granted(loans.get(i), replies.get(i), times.nanosNow());
                    }
                    look();
                })
                .onFailure(cause -> loans.forEach(loan -> book.failed(loan, times.nanosNow())));
    }

    private HoldCall holdCall(Loan loan) {
        Slice slice = loan.slice();
        return new HoldCall(
                slice.arm().limiter(slice.key()),
                slice.holder(),
                loan.request(),
                book.terms().length().toMillis());
    }
}
