package dev.hub.core.config;

import dev.hub.core.auth.Secret;
import dev.hub.core.auth.TokenKeys;
import dev.hub.core.auth.capability.Capability;
import dev.hub.core.auth.capability.Operation.Subject;
import dev.hub.core.auth.capability.Rights;
import dev.hub.core.auth.capability.Role;
import dev.hub.core.option.Inline;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Who may connect. Each component is explained in {@code conf/hub.yaml}, section {@code auth}.
 *
 * @param token which tokens are believed
 * @param subscriptionToken which subscription tokens are; those that {@code token} describes when it has no keys
 */
public record AuthConfig(
        @Inline TokenConfig token,
        TokenConfig subscriptionToken,
        List<Role> roles,
        boolean restrictRpc,
        boolean insecure,
        boolean insecureAllowRemote,
        boolean allowAnonymous,
        List<String> allowedOrigins) {
    private static final Pattern ORIGIN = Pattern.compile("\\*|[a-z][a-z0-9+.-]*://[^/\\s?#@*]+");

    /** Copies the lists. */
    public AuthConfig {
        roles = List.copyOf(roles);
        allowedOrigins = List.copyOf(allowedOrigins);
    }

    /** What holds unless configured otherwise. */
    public static AuthConfig defaults() {
        return new AuthConfig(
                TokenConfig.defaults(), TokenConfig.defaults(), List.of(), false, false, false, false, List.of());
    }

    /** The same with another secret for tokens. */
    public AuthConfig withHmacSecret(Secret other) {
        return new AuthConfig(
                token.withHmacSecret(other),
                subscriptionToken,
                roles,
                restrictRpc,
                insecure,
                insecureAllowRemote,
                allowAnonymous,
                allowedOrigins);
    }

    /** The secret that tokens are signed with; empty when they are not. */
    public Secret hmacSecret() {
        return token.hmacSecret();
    }

    /** The keys at hand that connection tokens may be signed with. */
    public TokenKeys tokenKeys() {
        return token.keys();
    }

    /** Subscription tokens have keys of their own. */
    public boolean separatesSubscriptionTokens() {
        return subscriptionToken.hasKeys();
    }

    void check(Rules rules) {
        token.check(rules, "auth.");
        subscriptionToken.check(rules, "auth.subscription-token.");
        checkRoles(rules);
        for (String origin : allowedOrigins) {
            rules.require(
                    ORIGIN.matcher(origin).matches(),
                    "auth.allowed-origins",
                    origin,
                    "must each be scheme://host or scheme://host:port in lower case without a path, or *");
        }
    }

    private void checkRoles(Rules rules) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < roles.size(); i++) {
            Role role = roles.get(i);
            String key = "auth.roles[" + i + "]";
            rules.require(!role.name().isEmpty(), key + ".name", "", "is missing: each role needs one");
            rules.require(
                    role.name().isEmpty() || names.add(role.name()),
                    key + ".name",
                    role.name(),
                    "must be given to one role only");
            rules.require(
                    role.caps().size() <= Rights.MAX_CAPABILITIES,
                    key + ".caps",
                    role.caps().size(),
                    "must have at most " + Rights.MAX_CAPABILITIES + " elements");
            for (int j = 0; j < role.caps().size(); j++) {
                checkCapability(rules, key + ".caps[" + j + "].", role.caps().get(j));
            }
        }
    }

    /** What has no effect is refused: whoever set it believes that it does something. */
    private static void checkCapability(Rules rules, String prefix, Capability capability) {
        boolean allowsCalls = allows(capability, Subject.METHODS);
        boolean allowsInChannels = allows(capability, Subject.CHANNELS);
        rules.require(
                !capability.allow().isEmpty(),
                prefix + "allow",
                "",
                "is missing: it names what is allowed",
                prefix + "channels",
                prefix + "methods",
                prefix + "queues",
                prefix + "match");
        rules.require(
                allowsInChannels || capability.channels().isEmpty(),
                prefix + "channels",
                capability.channels(),
                "has no effect without sub, pub, prs or hst in allow",
                prefix + "allow");
        rules.require(
                !allowsInChannels || !capability.channels().isEmpty(),
                prefix + "channels",
                "",
                "is missing: it names where this is allowed",
                prefix + "allow");
        rules.require(
                allowsCalls == !capability.methods().isEmpty(),
                prefix + "methods",
                capability.methods(),
                "goes together with rpc in allow",
                prefix + "allow");
        rules.require(
                allows(capability, Subject.QUEUES) == !capability.queues().isEmpty(),
                prefix + "queues",
                capability.queues(),
                "goes together with submit, work, read or manage in allow",
                prefix + "allow");
    }

    private static boolean allows(Capability capability, Subject subject) {
        return capability.allow().stream().anyMatch(each -> each.subject() == subject);
    }
}
