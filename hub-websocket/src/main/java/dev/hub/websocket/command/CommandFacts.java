package dev.hub.websocket.command;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.CurrentNamespaces;
import dev.hub.core.channel.Payload;
import dev.hub.core.network.IpAddress;
import dev.hub.core.protocol.Command;
import dev.hub.core.ratelimit.DescriptorValue;
import dev.hub.core.ratelimit.Descriptors;
import dev.hub.core.ratelimit.Known;
import dev.hub.websocket.connection.ClientConnection;
import dev.hub.websocket.connection.Session;
import dev.hub.websocket.limit.LimitedOperation;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What rules on rates can know of a command and its client. One serves all commands of an event loop, one after the other, and
 * finds out only what a rule asks for.
 */
final class CommandFacts implements Known {
    /** Of rpc: the method that is called. */
    static final String METHOD = "method";

    /** What the channels without a namespace are said to lie in. */
    private static final String DEFAULT_NAMESPACE = "default";

    /** Stands for the connection's id where it only matters that there is one. */
    private static final String SOME_CLIENT = "-";

    private final CurrentNamespaces namespaces;
    private LimitedOperation operation = LimitedOperation.CONNECT;
    private boolean namesClients;

    @Nullable
    private Command command;

    @Nullable
    private ClientConnection connection;

    @Nullable
    private Session session;

    @Nullable
    private Traits traits;

    CommandFacts(CurrentNamespaces namespaces) {
        this.namespaces = namespaces;
    }

    /**
     * From now on it is about this.
     *
     * @param told the id of the connection is told
     */
    void become(LimitedOperation what, @Nullable Command how, ClientConnection where, Session who, boolean told) {
        operation = what;
        command = how;
        connection = where;
        session = who;
        namesClients = told;
        traits = null;
    }

    @Override
    public @Nullable String of(String name) {
        Session who = session;
        if (who == null) {
            return null;
        }
        return switch (name) {
            case Descriptors.OPERATION -> operation.text();
            case Descriptors.USER -> DescriptorValue.of(who.user());
            case Descriptors.CLIENT -> namesClients ? who.client() : SOME_CLIENT;
            case Descriptors.IP -> ip();
            case Descriptors.TENANT -> traits(who).tenant();
            case Descriptors.AGENT_TYPE -> agentType(who);
            case Descriptors.CHANNEL_NAMESPACE -> namespace();
            case METHOD -> command instanceof Command.Rpc rpc ? DescriptorValue.of(rpc.method()) : null;
            default -> null;
        };
    }

    private @Nullable String ip() {
        ClientConnection where = connection;
        return where == null
                ? null
                : IpAddress.parse(where.address()).map(DescriptorValue::of).orElse(null);
    }

    private Traits traits(Session who) {
        Traits read = traits;
        if (read == null) {
            read = Traits.of(who.meta());
            traits = read;
        }
        return read;
    }

    private @Nullable String agentType(Session who) {
        String type = traits(who).agentType();
        return type == null ? DescriptorValue.of(who.app().name()) : type;
    }

    /** That of a name that makes no sense, or lies nowhere, is not known. */
    private @Nullable String namespace() {
        String channel = channel();
        if (!ChannelName.faultOf(channel).isEmpty()) {
            return null;
        }
        return namespaces
                .of(new ChannelName(channel))
                .map(each -> each.name().isEmpty() ? DEFAULT_NAMESPACE : each.name())
                .orElse(null);
    }

    private String channel() {
        Command about = command;
        return about == null ? "" : channel(about);
    }

    private static String channel(Command command) {
        return switch (command) {
            case Command.Subscribe subscribe -> subscribe.channel();
            case Command.Unsubscribe unsubscribe -> unsubscribe.channel();
            case Command.Publish publish -> publish.channel();
            case Command.Presence presence -> presence.channel();
            case Command.PresenceStats stats -> stats.channel();
            case Command.History history -> history.channel();
            case Command.SubRefresh refresh -> refresh.channel();
            case Command.Connect connect -> "";
            case Command.Refresh refresh -> "";
            case Command.Rpc rpc -> "";
            case Command.Send send -> "";
            case Command.Ping ping -> "";
            case Command.Pong pong -> "";
        };
    }

    /** How many things a command brings: jobs, of a submission, and else the command. */
    static int things(Command command, LimitedOperation operation) {
        return operation == LimitedOperation.JOB_SUBMIT && command instanceof Command.Rpc rpc ? Queueing.jobs(rpc) : 1;
    }

    /** Bytes of the data that the command brings. */
    static long bytes(Command command) {
        if (command instanceof Command.Publish publish) {
            Payload data = publish.data();
            return data == null ? 0 : data.size();
        }
        if (command instanceof Command.Rpc rpc) {
            return rpc.data().size();
        }
        return command instanceof Command.Send send ? send.data().size() : 0;
    }

    /** Those of {@code names} that are known, for who cannot ask. */
    Descriptors descriptors(Set<String> names) {
        namesClients = true;
        TreeMap<String, String> known = new TreeMap<>();
        for (String name : names) {
            String value = of(name);
            if (value != null) {
                known.put(name, value);
            }
        }
        return new Descriptors(known);
    }
}
