package dev.hub.verticles.jobs.soak;

import dev.hub.verticles.jobs.soak.client.Attached;
import dev.hub.verticles.jobs.soak.client.Claimer;
import dev.hub.verticles.jobs.soak.client.Desk;
import dev.hub.verticles.jobs.soak.client.Inspector;
import dev.hub.verticles.jobs.soak.client.Operator;
import dev.hub.verticles.jobs.soak.client.OwnProcess;
import dev.hub.verticles.jobs.soak.client.OwnProcess.Program;
import dev.hub.verticles.jobs.soak.client.Reception;
import dev.hub.verticles.jobs.soak.client.Submitter;
import dev.hub.verticles.jobs.soak.client.Wishes;
import dev.hub.verticles.jobs.soak.client.Worker;
import dev.hub.verticles.loss.client.Fronts;
import dev.hub.verticles.loss.client.Seeds;
import io.vertx.core.Future;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** All who take part in a soak. To be used on the context of the run. */
final class SoakCast {
    private static final int LARGEST_MESSAGE = 16 * 1024 * 1024;

    private final SoakPlan plan;
    private final Desk desk;
    private final Access.Lines lines;
    private final List<Submitter> submitters = new ArrayList<>();
    private final List<Worker> workers = new ArrayList<>();
    private final Operator operator;
    private final Inspector inspector;

    /** {@code fronts} for those who come by sockets. */
    SoakCast(SoakPlan plan, Desk desk, Access access, Optional<Fronts> fronts) {
        this.plan = plan;
        this.desk = desk;
        this.lines = access.open(desk.vertx());
        hireSubmitters();
        hireClaimers();
        fronts.ifPresent(this::attach);
        this.operator = new Operator(desk, lines.line(random("operator-line")), random("operator"), submitters);
        this.inspector = new Inspector(desk, lines.line(random("inspector")));
    }

    private RandomGenerator random(String actor) {
        return Seeds.of(plan.seed(), actor);
    }

    private void hireSubmitters() {
        int many = plan.crowd().submitters();
        int each = plan.jobs() / many;
        Submitter.Habit habit = new Submitter.Habit(each, (double) plan.time().toMillis() / each);
        for (int i = 0; i < many; i++) {
            String name = "s" + i;
            Wishes wishes = new Wishes(name, random(name + "-wishes"));
            submitters.add(new Submitter(desk, lines.line(random(name + "-line")), wishes, random(name), habit));
        }
    }

    private void hireClaimers() {
        for (int i = 0; i < plan.crowd().claimers(); i++) {
            String name = "claimer-" + i;
            workers.add(new Claimer(desk, lines.line(random(name)), name, plan.seed()));
        }
    }

    private void attach(Fronts fronts) {
        WebSocketClient sockets = desk.vertx()
                .createWebSocketClient(new WebSocketClientOptions()
                        .setMaxConnections(1_000)
                        .setMaxFrameSize(LARGEST_MESSAGE)
                        .setMaxMessageSize(LARGEST_MESSAGE));
        for (int i = 0; i < plan.crowd().attached(); i++) {
            String name = "attached-" + i;
            workers.add(new Attached(desk, sockets, fronts, name, random(name)));
        }
        if (!plan.crowd().processes().isEmpty()) {
            startProcesses(fronts);
        }
    }

    private void startProcesses(Fronts fronts) {
        Reception reception = new Reception(desk, plan.seed());
        for (Program program : plan.crowd().processes()) {
            String name = program.name().toLowerCase(Locale.ROOT) + "-" + workers.size();
            OwnProcess.Fate fate = new OwnProcess.Fate(name, plan.leaseMillis(), random(name));
            workers.add(new OwnProcess(program, reception, fronts, fate));
        }
    }

    List<Worker> workers() {
        return workers;
    }

    /** Begins to submit; done when all is there. */
    Future<Void> submit() {
        return Future.join(submitters.stream().map(Submitter::start).toList()).mapEmpty();
    }

    Operator operator() {
        return operator;
    }

    Inspector inspector() {
        return inspector;
    }
}
