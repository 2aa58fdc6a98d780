package dev.hub.core.valkey;

import dev.hub.core.channel.ChannelName;

/**
 * The names of everything that the hub keeps in Valkey or publishes there. Tabled in docs/keys.md. What one script
 * touches shares a hash tag, the part in braces, and so lies in one slot of a cluster.
 *
 * @param prefix of all names; hubs that share it are one hub. Default {@code hub:}
 */
public record Keyspace(String prefix) {
    /** Checks that the prefix holds no brace, which would spoil the hash tags. */
    public Keyspace {
        if (prefix.indexOf('{') >= 0 || prefix.indexOf('}') >= 0) {
            throw new IllegalArgumentException("valkey.prefix must not contain braces, got \"" + prefix + "\"");
        }
    }

    /**
     * Pub/sub channel on which a channel's publications go to all instances. The names of all that belongs to the channel
     * begin with it.
     */
    public String channel(ChannelName channel) {
        return prefix + "{c:" + escaped(channel.value()) + "}";
    }

    /** The same in a namespace with wildcards, whose channels share a slot with their feed. */
    public String channel(ChannelName channel, String namespace) {
        return feed(namespace) + "{" + escaped(channel.value()) + "}";
    }

    /** Pub/sub channel on which the publications of all channels of a namespace with wildcards go to all instances. */
    public String feed(String namespace) {
        return prefix + "{w:" + namespace + "}";
    }

    /** HASH of where the stream of a channel or feed is; {@code base} is the name of its pub/sub channel. */
    public String meta(String base) {
        return base + ":meta";
    }

    /** STREAM of the publications of a channel or feed. */
    public String stream(String base) {
        return base + ":stream";
    }

    /** STRING with the result of the publication to a channel that had this idempotency key. */
    public String idempotency(String base, String key) {
        return base + ":i:" + key;
    }

    /** HASH of the durable consumers of a channel or feed. */
    public String consumers(String base) {
        return base + ":consumers";
    }

    /** HASH of the settings of one of them, where it is and what it counted. */
    public String consumer(String base, String id) {
        return base + ":consumer:" + id;
    }

    /** ZSET of its deliveries without acknowledgement, by when they are due again. */
    public String due(String base, String id) {
        return base + ":due:" + id;
    }

    /** ZSET of the same, in the order of the stream. */
    public String open(String base, String id) {
        return base + ":open:" + id;
    }

    /** HASH of what else must be known of them. */
    public String again(String base, String id) {
        return base + ":again:" + id;
    }

    /** STREAM of its dead letters. */
    public String dead(String base, String id) {
        return base + ":dead:" + id;
    }

    /** Pub/sub channel on which the instances are told of consumers that have something to do. */
    public String wake(String base) {
        return base + ":wake";
    }

    /** STRING with the instance whose turn it is to deliver the events of a channel to a webhook, by its consumer's id. */
    public String deliverer(String base, String id) {
        return base + ":deliverer:" + id;
    }

    /** LIST of the events of a channel or user that are not published yet. */
    public String outbox(String base) {
        return base + ":events";
    }

    /** What the names of all that belongs to a user begin with. */
    public String user(String user) {
        return prefix + "{u:" + escaped(user) + "}";
    }

    /** What the names of all that belongs to the occupancy of a channel begin with. */
    public String occupancy(String base) {
        return base + ":occupancy";
    }

    /** HASH of the members of a channel, occupancy or user. */
    public String members(String base) {
        return base + ":members";
    }

    /** ZSET of the same by instance. */
    public String index(String base) {
        return base + ":index";
    }

    /** HASH of the users among them. */
    public String users(String base) {
        return base + ":users";
    }

    /** ZSET of those that are away. */
    public String away(String base) {
        return base + ":away";
    }

    /** HASH of what was heard from instances lately. */
    public String fence(String base) {
        return base + ":fence";
    }

    /** HASH of what is known of a user. */
    public String profile(String base) {
        return base + ":profile";
    }

    /** A limit, STRING, or ZSET for a log and for slots. {@code subject} is whom it is of, without closing braces. */
    public String limit(String subject, String rule) {
        return prefix + "{rl:" + subject + "}:" + rule;
    }

    /** STRING of what was taken for a call of a language model. */
    public String reservation(String id) {
        return prefix + "{rv:" + escaped(id) + "}";
    }

    /** HASH of how much the calls of a language model use. */
    public String habits(String model) {
        return prefix + "{lm:" + escaped(model) + "}";
    }

    /** HASH of how much one tenant's calls of it use. */
    public String habits(String model, String tenant) {
        return habits(model) + ":" + tenant;
    }

    /** Ends with the first closing brace: else one channel's names could be made to look like another's. */
    private static String escaped(String name) {
        return name.indexOf('}') < 0 && name.indexOf('%') < 0
                ? name
                : name.replace("%", "%25").replace("}", "%7D");
    }

    /** HASH of a queue of jobs. The names of all that belongs to it begin with it. */
    public String queue(String name) {
        return prefix + "{q:" + name + "}";
    }

    /** HASH of the queues that have schedules, or had some lately. */
    public String scheduled() {
        return prefix + "{n}:scheduled";
    }

    /** HASH of the queues that there are. */
    public String queues() {
        return prefix + "{n}:queues";
    }

    /** HASH of the living instances. */
    public String nodes() {
        return prefix + "{n}:nodes";
    }

    /** HASH of the instances that died lately, or were stopped. */
    public String dead() {
        return prefix + "{n}:dead";
    }

    /** ZSET of the groups of which an instance has members, of one of its incarnations. */
    public String groups(String uid, String incarnation) {
        return prefix + "{n:" + uid + "}:groups:" + incarnation;
    }

    /** HASH of which instance leads. */
    public String leader() {
        return prefix + "{n}:leader";
    }

    /** HASH of the namespaces that were set by the API. */
    public String namespaces() {
        return prefix + "{n}:namespaces";
    }

    /** HASH of the rules of limits and the prices that were set by the API. */
    public String limitRules() {
        return prefix + "{n}:limits";
    }

    /** STREAM of who changed them. */
    public String limitRuleLog() {
        return prefix + "{n}:limits:log";
    }

    /** HASH of the users and tokens that are taken back. */
    public String revocations() {
        return prefix + "{n}:revoked";
    }

    /** ZSET of when they are over. */
    public String revocationsDue() {
        return prefix + "{n}:revoked:due";
    }

    /** Pub/sub channel on which the instance {@code uid} alone is spoken to. */
    public String node(String uid) {
        return prefix + "{n}:node:" + uid;
    }

    /** Pub/sub channel on which all instances are told what to do. */
    public String control() {
        return prefix + "{n}:control";
    }
}
