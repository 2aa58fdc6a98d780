package dev.hub.verticles.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.ratelimit.Algorithm;
import dev.hub.core.ratelimit.Quota;
import dev.hub.core.ratelimit.store.HoldReply;
import dev.hub.verticles.ratelimit.LeaseBook.Loan;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What an instance borrows, by a clock of the test's own. */
class LeaseBookTest {
    private static final long MS = 1_000_000;
    private static final LeaseTerms TERMS = LeaseTerms.STANDARD;
    private static final LimiterKey KEY = new LimiterKey("r", "user=1");

    private final CountedArm arm = arm(10_000);
    private LeaseBook book = new LeaseBook(TERMS, "me");
    private long now = 5_000 * MS;

    private static CountedArm arm(long limit) {
        return Rules.arm(Rules.leased("r", Rules.perSecond(Algorithm.TOKEN_BUCKET, limit)));
    }

    private Charge one() {
        return new Charge(arm, KEY, 1);
    }

    /** Asks so often in a second, evenly; Valkey grants all that is wanted. Tells how much was spent without asking. */
    private int spendFor(int millis, int perSecond) {
        int spent = 0;
        for (int i = 0; i < millis * perSecond / 1000; i++) {
            now += 1_000 * MS / perSecond;
            spent += spendOne() ? 1 : 0;
            grantAll();
        }
        return spent;
    }

    private boolean spendOne() {
        boolean isHeld = book.has(one(), now);
        if (isHeld) {
            book.spend(one(), now);
        }
        return isHeld;
    }

    private void grantAll() {
        book.calls(now).forEach(loan -> book.granted(loan, granted(loan.want()), now));
    }

    private static HoldReply granted(long amount) {
        return new HoldReply(amount, 1_000, 0, 0);
    }

    private long held() {
        Slice slice = book.find(KEY);
        return slice == null ? 0 : slice.available(now);
    }

    @Test
    void aSubjectThatAsksSeldomBorrowsNothing() {
        for (int i = 0; i < 20; i++) {
            now += 500 * MS;
            assertThat(spendOne()).isFalse();
            assertThat(book.calls(now)).isEmpty();
        }
    }

    @Test
    void aSliceIsWhatIsAskedForInItsHorizon() {
        spendFor(4_000, 400);

        assertThat(held()).isBetween(100L, 210L);
    }

    @Test
    void aSliceIsATenthOfTheLimitAtMost() {
        long most = 0;
        for (int i = 0; i < 20; i++) {
            spendFor(100, 100_000);
            most = Math.max(most, held());
        }

        assertThat(most).isBetween(900L, 1_000L);
    }

    @Test
    void nearlyEverythingIsSpentWithoutAskingValkeyFirst() {
        int spent = spendFor(2_000, 1_000);

        assertThat(spent).isBetween(1_980, 2_000);
    }

    @Test
    void moreIsBorrowedBeforeASliceIsUsedUp() {
        spendFor(2_000, 1_000);
        long before = held();
        List<Loan> calls = new ArrayList<>();
        while (calls.isEmpty()) {
            now += MS;
            assertThat(spendOne()).isTrue();
            calls.addAll(book.calls(now));
        }

        assertThat(held()).isBetween(before / 4, before);
        assertThat(calls)
                .singleElement()
                .extracting(Loan::want)
                .satisfies(want -> assertThat(want).isBetween(350L, 510L));
    }

    @Test
    void whatIsIdleIsGivenBack() {
        spendFor(2_000, 1_000);
        assertThat(held()).isPositive();

        now += TERMS.idle().toNanos() + MS;
        book.review(now);
        List<Loan> calls = book.calls(now);

        assertThat(calls).singleElement().extracting(Loan::want).isEqualTo(0L);
        assertThat(held()).isZero();
    }

    @Test
    void whatIsNotUsedAnyMoreIsForgotten() {
        spendFor(2_000, 1_000);
        for (int i = 0; i < 3; i++) {
            now += TERMS.idle().toNanos() + MS;
            book.review(now);
            grantAll();
        }

        assertThat(book.find(KEY)).isNull();
    }

    @Test
    void nothingIsSpentOfASliceThatValkeyMayHaveGivenAway() {
        spendFor(2_000, 1_000);
        long askedLast = now;
        while (now - askedLast < TERMS.length().toNanos()) {
            now += 10 * MS;
            if (now - askedLast >= TERMS.ownNanos()) {
                assertThat(book.has(one(), now)).isFalse();
            }
        }

        assertThat(held()).isZero();
    }

    @Test
    void aCallWithoutAnAnswerIsNotRepeatedAtOnce() {
        spendFor(2_000, 1_000);
        while (!book.isDue()) {
            now += MS;
            spendOne();
        }
        List<Loan> calls = book.calls(now);

        book.failed(calls.getFirst(), now);
        while (spendOne()) {
            now += MS;
        }

        assertThat(book.calls(now)).isEmpty();
    }

    @Test
    void whatIsHeldOfAQuotaThatChangedIsGivenBackAndNotSpent() {
        spendFor(2_000, 1_000);
        Charge other = new Charge(arm(20_000), KEY, 1);

        assertThat(book.has(other, now)).isFalse();
        assertThat(book.has(new Charge(other.arm(), KEY, 0), now)).isFalse();
        List<Loan> calls = book.calls(now);

        assertThat(calls).singleElement().extracting(Loan::want).isEqualTo(0L);
        book.granted(calls.getFirst(), granted(0), now);
        assertThat(book.find(KEY)).isNull();
    }

    @Test
    void eachSliceHasAHolderOfItsOwn() {
        spendFor(2_000, 1_000);
        String first = Objects.requireNonNull(book.find(KEY)).holder();
        spendForgotten();
        spendFor(2_000, 1_000);

        assertThat(book.find(KEY)).isNotNull().extracting(Slice::holder).isNotEqualTo(first);
    }

    private void spendForgotten() {
        for (int i = 0; i < 3; i++) {
            now += TERMS.idle().toNanos() + MS;
            book.review(now);
            grantAll();
        }
    }

    @Test
    void subjectsBeyondTheBoundBorrowNothing() {
        book = new LeaseBook(new LeaseTerms(TERMS.length(), TERMS.horizon(), TERMS.idle(), TERMS.pause(), 2), "me");
        for (String subject : List.of("a", "b", "c")) {
            Charge charge = new Charge(arm, new LimiterKey("r", subject), 1);
            for (int i = 0; i < 100; i++) {
                now += MS;
                book.has(charge, now);
                grantAll();
            }
        }

        assertThat(book.find(new LimiterKey("r", "a"))).isNotNull();
        assertThat(book.find(new LimiterKey("r", "c"))).isNull();
    }

    @Test
    void limitsTooSmallForSlicesAreCountedExactly() {
        assertThat(LeaseTerms.isDivisible(Rules.perSecond(Algorithm.TOKEN_BUCKET, 39)))
                .isFalse();
        assertThat(LeaseTerms.isDivisible(Rules.perSecond(Algorithm.TOKEN_BUCKET, 40)))
                .isTrue();
        assertThat(LeaseTerms.isDivisible(Rules.perSecond(Algorithm.SLIDING_LOG, 1_000)))
                .isFalse();
        Quota smallBurst = new Quota(Algorithm.TOKEN_BUCKET, 1_000, new dev.hub.core.ratelimit.Period.Fixed(1_000), 10);
        assertThat(LeaseTerms.isDivisible(smallBurst)).isFalse();
    }

    /** Three instances, answers that are lost or late, and a limit that never refills: exactly as much as there is, or less. */
    @Test
    void neverIsMoreSpentThanThereIsWhateverCallsAreLost() {
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            PretendedLimit limit = new PretendedLimit(2_000, TERMS.length());
            List<LeaseBook> books = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                books.add(new LeaseBook(TERMS, "i" + i));
            }
            CountedArm shared = arm(2_000);
            long spent = 0;
            List<Runnable> late = new ArrayList<>();
            for (int step = 0; step < 6_000; step++) {
                now += random.nextInt(20) == 0 ? 300 * MS : MS;
                LeaseBook one = books.get(random.nextInt(3));
                Charge charge = new Charge(shared, KEY, 1 + random.nextInt(3));
                if (one.has(charge, now)) {
                    one.spend(charge, now);
                    spent += charge.cost();
                } else if (random.nextInt(4) == 0 && limit.take(charge.cost(), now)) {
                    spent += charge.cost();
                }
                one.review(now);
                for (Loan loan : one.calls(now)) {
                    HoldReply reply = random.nextInt(10) == 0
                            ? null
                            : limit.hold(loan.slice().holder(), loan.request(), now);
                    Runnable answer = reply == null || random.nextInt(10) == 0
                            ? () -> one.failed(loan, now)
                            : () -> one.granted(loan, reply, now);
                    if (random.nextInt(3) == 0) {
                        late.add(answer);
                    } else {
                        answer.run();
                    }
                }
                if (random.nextInt(5) == 0) {
                    late.forEach(Runnable::run);
                    late.clear();
                }
            }

            assertThat(spent).as("seed %d", seed).isBetween(1_500L, 2_000L);
        }
    }
}
