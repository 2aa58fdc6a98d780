package dev.hub.verticles.launch;

import dev.hub.core.channel.Namespace;
import dev.hub.core.config.NamespaceOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks at the namespaces of a running hub and changes them, by the HTTP API. */
@Command(
        name = "namespace",
        description = {
            "Look at the namespaces of a running hub, or change them on all its instances, without a restart.",
            "What is set here counts before the configuration file, until it is deleted."
        },
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  hub namespace list",
            "  hub namespace set chat history_size=100 history_ttl=10m force_recovery=true",
            "  hub namespace delete chat"
        })
final class NamespaceCommands implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private NamespaceCommands() {}

    /** The commands, ready to be put under another one. */
    static CommandLine commandLine(Surroundings surroundings) {
        return new CommandLine(new NamespaceCommands())
                .addSubcommand(new ListThem(surroundings))
                .addSubcommand(new Get(surroundings))
                .addSubcommand(new Set(surroundings))
                .addSubcommand(new Delete(surroundings))
                .addSubcommand(new Reload(surroundings));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: list, get, set, delete or reload");
    }

    /** What the commands have in common. */
    abstract static class Call implements Callable<Integer> {
        private final Surroundings surroundings;

        @Mixin
        private ApiOptions api = new ApiOptions();

        Call(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        JsonObject ask(String method, JsonObject body) {
            return api.call(surroundings, method, body.encode());
        }

        void print(String text) {
            surroundings.out().println(text);
        }

        /** The name, where it came from, and each option that is not at its default. */
        void print(JsonObject namespace) {
            String name = namespace.getString("name");
            print((name.isEmpty() ? "(default)" : name) + "  (" + namespace.getString("origin") + ")");
            Map<String, Object> standard = NamespaceOptions.write(Namespace.defaults(""));
            namespace.getJsonObject("options").forEach(option -> {
                Object value = option.getValue() instanceof JsonArray list ? list.getList() : option.getValue();
                if (!value.equals(standard.get(option.getKey()))) {
                    print("  " + option.getKey() + "=" + value);
                }
            });
        }
    }

    /** {@code hub namespace list}. */
    @Command(name = "list", description = "Print all namespaces, each with the options that are not at their default.")
    static final class ListThem extends Call {
        ListThem(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            JsonArray all = ask("namespace_list", new JsonObject()).getJsonArray("namespaces", new JsonArray());
            all.forEach(each -> print((JsonObject) each));
            return ExitCode.OK;
        }
    }

    /** {@code hub namespace get}. */
    @Command(name = "get", description = "Print a namespace with all its options, as JSON.")
    static final class Get extends Call {
        @Parameters(paramLabel = "NAME", description = "The namespace; \"\" for the default one.")
        private String name = "";

        Get(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            print(ask("namespace_get", new JsonObject().put("name", name)).encodePrettily());
            return ExitCode.OK;
        }
    }

    /** {@code hub namespace set}. */
    @Command(
            name = "set",
            description = {
                "Set a namespace on all instances. Options that are not given have their defaults.",
                "They are those of channels.default in conf/hub.yaml, written with _ or -."
            })
    static final class Set extends Call {
        @Spec
        @SuppressWarnings("NullAway.Init") // set by picocli
        private CommandSpec spec;

        @Parameters(index = "0", paramLabel = "NAME", description = "The namespace.")
        private String name = "";

        @Parameters(
                index = "1..*",
                paramLabel = "OPTION=VALUE",
                description = "Options; a list is separated by commas.")
        private List<String> options = new ArrayList<>();

        Set(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            JsonObject body = new JsonObject().put("name", name);
            for (String option : options) {
                int equals = option.indexOf('=');
                if (equals < 1) {
                    throw new ParameterException(
                            spec.commandLine(), "an option is written OPTION=VALUE, got \"" + option + "\"");
                }
                body.put(option.substring(0, equals).replace('-', '_'), option.substring(equals + 1));
            }
            print(ask("namespace_set", body));
            return ExitCode.OK;
        }
    }

    /** {@code hub namespace delete}. */
    @Command(name = "delete", description = "Forget what was set; what the configuration file says holds again.")
    static final class Delete extends Call {
        @Parameters(paramLabel = "NAME", description = "The namespace.")
        private String name = "";

        Delete(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            ask("namespace_delete", new JsonObject().put("name", name));
            return ExitCode.OK;
        }
    }

    /** {@code hub namespace reload}. */
    @Command(
            name = "reload",
            description = "Have all instances read the namespaces in their configuration files again.")
    static final class Reload extends Call {
        Reload(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            ask("config_reload", new JsonObject());
            return ExitCode.OK;
        }
    }
}
