package dev.hub.core.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The whole configuration of a hub; an instance keeps all rules. Each component is explained in {@code conf/hub.yaml}.
 *
 * @param verticles class names of the user's own verticles, deployed beside the hub
 */
public record HubConfig(
        ServerConfig server,
        ClientConfig client,
        ValkeyConfig valkey,
        AuthConfig auth,
        ApiConfig api,
        ChannelsConfig channels,
        CallbacksConfig callbacks,
        UsersConfig users,
        EventsConfig events,
        RateLimitsConfig rateLimits,
        JobsConfig jobs,
        MetricsConfig metrics,
        List<String> verticles) {
    private static final Pattern CLASS_NAME = Pattern.compile("[\\p{Alpha}_$][\\w$]*(\\.[\\p{Alpha}_$][\\w$]*)*");

    /**
     * Checks ranges and what values mean for one another.
     *
     * @throws InvalidConfigException with all that is wrong
     */
    public HubConfig {
        verticles = List.copyOf(verticles);
        Rules rules = new Rules();
        rules.requireRanges("server", server);
        rules.requireRanges("client", client);
        rules.requireRanges("valkey", valkey);
        server.check(rules);
        client.check(rules);
        valkey.check(rules);
        auth.check(rules);
        api.check(rules);
        channels.check(rules);
        callbacks.check(rules, channels);
        users.check(rules);
        events.check(rules);
        rateLimits.check(rules);
        jobs.check(rules);
        metrics.check(rules);
        checkVerticles(rules, verticles);
        checkExposure(rules, server, auth, api);
        rules.done();
    }

    /** What holds unless configured otherwise. */
    public static HubConfig defaults() {
        return new HubConfig(
                ServerConfig.defaults(),
                ClientConfig.defaults(),
                ValkeyConfig.defaults(),
                AuthConfig.defaults(),
                ApiConfig.defaults(),
                ChannelsConfig.defaults(),
                CallbacksConfig.defaults(),
                UsersConfig.defaults(),
                EventsConfig.defaults(),
                RateLimitsConfig.defaults(),
                JobsConfig.defaults(),
                MetricsConfig.defaults(),
                List.of());
    }

    /** The same with other settings of the server. */
    public HubConfig withServer(ServerConfig other) {
        return new HubConfig(
                other,
                client,
                valkey,
                auth,
                api,
                channels,
                callbacks,
                users,
                events,
                rateLimits,
                jobs,
                metrics,
                verticles);
    }

    /** The same with other settings of Valkey. */
    public HubConfig withValkey(ValkeyConfig other) {
        return new HubConfig(
                server,
                client,
                other,
                auth,
                api,
                channels,
                callbacks,
                users,
                events,
                rateLimits,
                jobs,
                metrics,
                verticles);
    }

    /** The same with other rules about who may do what. */
    public HubConfig withAccess(AuthConfig otherAuth, ApiConfig otherApi) {
        return new HubConfig(
                server,
                client,
                valkey,
                otherAuth,
                otherApi,
                channels,
                callbacks,
                users,
                events,
                rateLimits,
                jobs,
                metrics,
                verticles);
    }

    /** The same with other channels. */
    public HubConfig withChannels(ChannelsConfig other) {
        return new HubConfig(
                server,
                client,
                valkey,
                auth,
                api,
                other,
                callbacks,
                users,
                events,
                rateLimits,
                jobs,
                metrics,
                verticles);
    }

    /** The same with other callbacks. */
    public HubConfig withCallbacks(CallbacksConfig other) {
        return new HubConfig(
                server,
                client,
                valkey,
                auth,
                api,
                channels,
                other,
                users,
                events,
                rateLimits,
                jobs,
                metrics,
                verticles);
    }

    /** The same with other rules about users. */
    public HubConfig withUsers(UsersConfig other) {
        return new HubConfig(
                server,
                client,
                valkey,
                auth,
                api,
                channels,
                callbacks,
                other,
                events,
                rateLimits,
                jobs,
                metrics,
                verticles);
    }

    /** The same with other events. */
    public HubConfig withEvents(EventsConfig other) {
        return new HubConfig(
                server,
                client,
                valkey,
                auth,
                api,
                channels,
                callbacks,
                users,
                other,
                rateLimits,
                jobs,
                metrics,
                verticles);
    }

    /** The same with other limits. */
    public HubConfig withRateLimits(RateLimitsConfig other) {
        return new HubConfig(
                server, client, valkey, auth, api, channels, callbacks, users, events, other, jobs, metrics, verticles);
    }

    /** The same with other settings of jobs. */
    public HubConfig withJobs(JobsConfig other) {
        return new HubConfig(
                server,
                client,
                valkey,
                auth,
                api,
                channels,
                callbacks,
                users,
                events,
                rateLimits,
                other,
                metrics,
                verticles);
    }

    /** Keys whose values are others in {@code other}, without the namespaces, which may change while a hub runs. */
    public List<String> changesThatNeedARestart(HubConfig other) {
        List<String> keys = new ArrayList<>();
        HubConfig comparable = other.withChannels(new ChannelsConfig(
                channels.defaultNamespace(),
                channels.namespaces(),
                other.channels().positionCheckInterval()));
        Schema.compare(this, comparable, keys::add);
        return keys;
    }

    private static void checkVerticles(Rules rules, List<String> verticles) {
        for (String name : verticles) {
            rules.require(
                    CLASS_NAME.matcher(name).matches(), "verticles", name, "must each be the full name of a class");
        }
    }

    private static void checkExposure(Rules rules, ServerConfig server, AuthConfig auth, ApiConfig api) {
        boolean isSafe = server.isLoopback() || auth.insecureAllowRemote();
        String rule = "must be false while server.host (" + server.host()
                + ") can be reached from other machines; auth.insecure-allow-remote: true allows it all the same";
        rules.require(!auth.insecure() || isSafe, "auth.insecure", true, rule);
        rules.require(!api.insecure() || isSafe, "api.insecure", true, rule);
    }
}
