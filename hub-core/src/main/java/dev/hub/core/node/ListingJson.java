package dev.hub.core.node;

import dev.hub.core.bus.ConnectionFilter;
import dev.hub.core.bus.ConnectionInfo;
import dev.hub.core.bus.InstanceQuestion;
import dev.hub.core.bus.InstanceQuestion.Answer;
import dev.hub.core.bus.InstanceQuestion.ChannelLoad;
import dev.hub.core.bus.InstanceQuestion.ListChannels;
import dev.hub.core.bus.InstanceQuestion.ListConnections;
import dev.hub.core.bus.InstanceQuestion.ReportJobs;
import dev.hub.core.bus.InstanceQuestion.ReportLimits;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What instances ask each other about what they hold, and what they answer. */
final class ListingJson {
    private static final String CONNECTIONS = "connections";
    private static final String CHANNELS = "channels";
    private static final String LIMITS = "limits";
    private static final String JOBS = "jobs";

    private ListingJson() {}

    static JsonObject encode(InstanceQuestion question) {
        return switch (question) {
            case ListConnections list ->
                new JsonObject()
                        .put("ask", CONNECTIONS)
                        .put("user", list.filter().user())
                        .put("client", list.filter().client())
                        .put("channel", list.filter().channel())
                        .put("ip", list.filter().ip())
                        .put("name", list.filter().name())
                        .put("after", list.after())
                        .put("limit", list.limit());
            case ListChannels list ->
                new JsonObject()
                        .put("ask", CHANNELS)
                        .put("pattern", list.pattern())
                        .put("after", list.after())
                        .put("limit", list.limit());
            case ReportLimits report -> new JsonObject().put("ask", LIMITS).put("rule", report.rule());
            case ReportJobs report -> new JsonObject().put("ask", JOBS).put("queue", report.queue());
        };
    }

    /** The question in {@code json}; empty when this version knows none of that name. */
    static Optional<InstanceQuestion> decodeQuestion(JsonObject json) {
        String after = json.getString("after", "");
        int limit = json.getInteger("limit", 0);
        return Optional.ofNullable(
                switch (json.getString("ask", "")) {
                    case CONNECTIONS -> new ListConnections(filter(json), after, limit);
                    case CHANNELS -> new ListChannels(json.getString("pattern", ""), after, limit);
                    case LIMITS -> new ReportLimits(json.getString("rule", ""));
                    case JOBS -> new ReportJobs(json.getString("queue", ""));
                    default -> null;
                });
    }

    private static ConnectionFilter filter(JsonObject json) {
        return new ConnectionFilter(
                json.getString("user", ""),
                json.getString("client", ""),
                json.getString("channel", ""),
                json.getString("ip", ""),
                json.getString("name", ""));
    }

    static JsonObject encode(Answer answer) {
        JsonArray entries = new JsonArray();
        return switch (answer) {
            case Answer.Connections connections -> {
                connections.connections().forEach(each -> entries.add(encode(each)));
                yield new JsonObject().put(CONNECTIONS, entries);
            }
            case Answer.Channels channels -> {
                channels.channels()
                        .forEach(each ->
                                entries.add(new JsonArray().add(each.channel()).add(each.clients())));
                yield new JsonObject().put(CHANNELS, entries);
            }
            case Answer.Limits limits -> new JsonObject().put(LIMITS, LimitReportJson.encode(limits.report()));
            case Answer.Jobs jobs -> new JsonObject().put(JOBS, JobLoadJson.encode(jobs.load()));
        };
    }

    private static JsonObject encode(ConnectionInfo info) {
        return new JsonObject()
                .put("client", info.client())
                .put("user", info.user())
                .put("name", info.name())
                .put("version", info.version())
                .put("ip", info.ip())
                .put("transport", info.transport())
                .put("connected_at", info.connectedAt())
                .put("channels", new JsonArray(info.channels()))
                .put("num_channels", info.channelCount());
    }

    /** The answer in {@code json}; empty when there is none. */
    static Optional<Answer> decodeAnswer(JsonObject json) {
        JsonArray connections = json.getJsonArray(CONNECTIONS);
        if (connections != null) {
            List<ConnectionInfo> all = new ArrayList<>();
            for (int i = 0; i < connections.size(); i++) {
                all.add(connection(connections.getJsonObject(i)));
            }
            return Optional.of(new Answer.Connections(all));
        }
        JsonArray limits = json.getJsonArray(LIMITS);
        if (limits != null) {
            return Optional.of(new Answer.Limits(LimitReportJson.decode(limits)));
        }
        JsonObject jobs = json.getJsonObject(JOBS);
        if (jobs != null) {
            return Optional.of(new Answer.Jobs(JobLoadJson.decode(jobs)));
        }
        JsonArray channels = json.getJsonArray(CHANNELS);
        return channels == null ? Optional.empty() : Optional.of(channels(channels));
    }

    private static Answer channels(JsonArray channels) {
        List<ChannelLoad> all = new ArrayList<>();
        for (int i = 0; i < channels.size(); i++) {
            JsonArray each = channels.getJsonArray(i);
            all.add(new ChannelLoad(each.getString(0), each.getInteger(1)));
        }
        return new Answer.Channels(all);
    }

    private static ConnectionInfo connection(JsonObject json) {
        List<String> channels = new ArrayList<>();
        json.getJsonArray("channels", new JsonArray()).forEach(each -> channels.add(String.valueOf(each)));
        return new ConnectionInfo(
                json.getString("client", ""),
                json.getString("user", ""),
                json.getString("name", ""),
                json.getString("version", ""),
                json.getString("ip", ""),
                json.getString("transport", ""),
                json.getLong("connected_at", 0L),
                channels,
                json.getInteger("num_channels", 0));
    }
}
