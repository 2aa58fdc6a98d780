package dev.hub.verticles.node;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ConnectionControl;
import dev.hub.core.bus.ConnectionControl.Affected;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.InstanceControl;
import dev.hub.core.bus.InstanceQuestion;
import dev.hub.core.bus.InstanceQuestion.Answer;
import dev.hub.core.bus.InstanceQuestion.ChannelLoad;
import dev.hub.core.bus.InstanceQuestion.ListChannels;
import dev.hub.core.bus.InstanceQuestion.ListConnections;
import dev.hub.core.bus.InstanceQuestion.Listing;
import dev.hub.core.bus.InstanceQuestion.ReportJobs;
import dev.hub.core.bus.InstanceQuestion.ReportLimits;
import dev.hub.core.bus.JobLoadCommand;
import dev.hub.core.bus.LeaderControl;
import dev.hub.core.bus.LimitCommand;
import dev.hub.core.bus.LimitControl;
import dev.hub.core.bus.NamespaceControl;
import dev.hub.core.bus.RevocationControl;
import dev.hub.core.job.report.JobLoad;
import dev.hub.core.ratelimit.LimitReport;
import io.vertx.core.Future;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Does on this instance what all are told to do, and answers what it is asked, with the help of its verticles. */
final class LocalOrders {
    private final HubBus bus;

    LocalOrders(HubBus bus) {
        this.bus = bus;
    }

    /** Done when those concerned have done it. */
    Future<Affected> execute(InstanceControl control) {
        return switch (control) {
            case ConnectionControl connections ->
                bus.gather(Addresses.CONNECTIONS, connections, Affected.class).map(LocalOrders::sum);
            case NamespaceControl namespaces -> {
                bus.send(Addresses.NAMESPACES, namespaces);
                yield Future.succeededFuture(Affected.NONE);
            }
            case LeaderControl leader -> {
                bus.send(Addresses.LEADER, leader);
                yield Future.succeededFuture(Affected.NONE);
            }
            case LimitControl limits -> bus.request(Addresses.RATE_LIMIT_RULES, limits, Affected.class);
            case RevocationControl revocations -> bus.request(Addresses.REVOCATIONS, revocations, Affected.class);
        };
    }

    private static Affected sum(List<Affected> all) {
        return all.stream().reduce(Affected.NONE, Affected::plus);
    }

    /** The answers of all who know, as one. */
    Future<Answer> answer(InstanceQuestion question) {
        return switch (question) {
            case ListConnections list -> gather(list).map(answers -> connections(answers, list.limit()));
            case ListChannels list -> gather(list).map(answers -> channels(answers, list.limit()));
            case ReportLimits report ->
                bus.request(Addresses.RATE_LIMIT, new LimitCommand.Report(report.rule()), LimitReport.class)
                        .map(Answer.Limits::new);
            case ReportJobs report ->
                bus.request(Addresses.JOB_LOAD, new JobLoadCommand.Report(report.queue()), JobLoad.class)
                        .map(Answer.Jobs::new);
        };
    }

    private Future<List<Answer>> gather(Listing listing) {
        return bus.gather(Addresses.LISTINGS, listing, Answer.class);
    }

    private static Answer connections(List<Answer> answers, int limit) {
        return new Answer.Connections(answers.stream()
                .flatMap(each -> each instanceof Answer.Connections some ? some.connections().stream() : Stream.empty())
                .sorted(Comparator.comparing(dev.hub.core.bus.ConnectionInfo::client))
                .limit(limit)
                .toList());
    }

    private static Answer channels(List<Answer> answers, int limit) {
        Map<String, Integer> clients = new TreeMap<>();
        for (Answer answer : answers) {
            if (answer instanceof Answer.Channels some) {
                some.channels().forEach(each -> clients.merge(each.channel(), each.clients(), Integer::sum));
            }
        }
        return new Answer.Channels(clients.entrySet().stream()
                .limit(limit)
                .map(each -> new ChannelLoad(each.getKey(), each.getValue()))
                .toList());
    }
}
