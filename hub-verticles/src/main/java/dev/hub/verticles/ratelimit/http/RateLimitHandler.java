package dev.hub.verticles.ratelimit.http;

import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.HubLimits;
import dev.hub.core.network.TrustedProxies;
import dev.hub.core.ratelimit.Cost;
import dev.hub.core.ratelimit.CurrentLimits;
import dev.hub.core.ratelimit.Descriptors;
import dev.hub.core.ratelimit.LimitDecision;
import dev.hub.core.ratelimit.RuleSet;
import io.vertx.core.AsyncResult;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the hub's rules for a route of any Vert.x-Web router in the same Vertx: {@code
 * router.route("/orders/:id").handler(RateLimitHandler.of(vertx))}. A request that a rule refuses is answered 429 and goes no
 * further; one for which nobody can decide, 503. Immutable; one may serve many routes.
 *
 * <p>Rules find the {@link HttpDescriptors} of a request. Mount it behind what authenticates, so that there is a user. Slots of
 * rules on concurrency are held until the answer has been sent.
 */
public final class RateLimitHandler implements Handler<RoutingContext> {
    /** Of what no rule is for. Back ends are more important than one client: many depend on them. */
    private static final int PRIORITY = 3;

    private static final Logger LOG = LoggerFactory.getLogger(RateLimitHandler.class);

    private final HubBus bus;
    private final HubLimits limits;
    private final CurrentLimits current;
    private final HttpDescriptors descriptors;
    private final Function<RoutingContext, Cost> cost;
    private final Answers answers;

    private RateLimitHandler(
            HubBus bus, HttpDescriptors descriptors, Function<RoutingContext, Cost> cost, Answers answers) {
        this.bus = bus;
        this.limits = HubLimits.of(bus);
        this.current = bus.limits();
        this.descriptors = descriptors;
        this.cost = cost;
        this.answers = answers;
    }

    /**
     * A handler by the rules of the hub that runs in {@code vertx}.
     *
     * @throws IllegalStateException when none does
     */
    public static RateLimitHandler of(Vertx vertx) {
        return of(HubBus.of(vertx));
    }

    /** A handler by the rules of the hub on {@code bus}. */
    public static RateLimitHandler of(HubBus bus) {
        Answers answers = new Answers(bus.limits(), new RetryAfter(RandomGenerator.getDefault()));
        return new RateLimitHandler(bus, HttpDescriptors.standard(), HttpDescriptors::cost, answers);
    }

    /** The same, where the word of {@code proxies} is taken for a client's address. */
    public RateLimitHandler behind(TrustedProxies proxies) {
        return with(descriptors.behind(proxies));
    }

    /**
     * The same, with one more descriptor, or another value for one that there is.
     *
     * @param value null or empty when it is not known of a request
     */
    public RateLimitHandler describing(String name, Function<RoutingContext, @Nullable String> value) {
        return with(descriptors.and(name, value));
    }

    /** The same for requests that cost something else than 1 and the bytes of their body. */
    public RateLimitHandler costing(Function<RoutingContext, Cost> other) {
        return new RateLimitHandler(bus, descriptors, other, answers);
    }

    private RateLimitHandler with(HttpDescriptors others) {
        return new RateLimitHandler(bus, others, cost, answers);
    }

    @Override
    public void handle(RoutingContext call) {
        RuleSet rules = current.rules();
        bus.capacity().note();
        if (!bus.capacity().isFull() && isShed(call, rules)) {
            answers.busy(call);
            return;
        }
        if (!rules.concerns(descriptors.operation(call))) {
            call.next();
            return;
        }
        Descriptors what = descriptors.of(call);
        if (rules.find(what).isEmpty()) {
            call.next();
            return;
        }
        // What comes of the body meanwhile would be lost to the handlers behind.
        call.request().pause();
        limits.check(what, cost.apply(call)).onComplete(decided -> {
            call.request().resume();
            conclude(call, decided);
        });
    }

    /** This instance has more to do than it can, and other things are more important. */
    private boolean isShed(RoutingContext call, RuleSet rules) {
        int priority = rules.priority(descriptors.of(call), PRIORITY);
        return !bus.capacity().admits(priority, ThreadLocalRandom.current().nextDouble());
    }

    private void conclude(RoutingContext call, AsyncResult<LimitDecision> decided) {
        if (decided.failed()) {
            LOG.warn("Whether {} may be served is not known", call.normalizedPath(), decided.cause());
            answers.unavailable(call);
            return;
        }
        LimitDecision decision = decided.result();
        answers.tell(call, decision);
        if (!decision.isAllowed()) {
            answers.refuse(call, decision);
            return;
        }
        if (!decision.lease().isEmpty()) {
            call.addEndHandler(ended -> release(decision.lease()));
        }
        call.next();
    }

    private void release(String lease) {
        limits.release(lease).onFailure(cause -> LOG.debug("A slot is held until its time is over", cause));
    }
}
