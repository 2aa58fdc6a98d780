package dev.hub.core.ratelimit.store;

import dev.hub.core.valkey.Script;
import java.util.List;

/**
 * The scripts on limits.
 *
 * @param take takes and looks
 * @param bucket the same for one bucket
 * @param refund gives back and charges
 * @param release gives back slots
 * @param lease reports and changes slices
 */
record LimitScripts(Script take, Script bucket, Script refund, Script release, Script lease) {
    /** As they are on the class path. */
    static LimitScripts standard() {
        return new LimitScripts(
                Script.resource("limit_take"),
                Script.resource("limit_bucket"),
                Script.resource("limit_refund"),
                Script.resource("limit_release"),
                Script.resource("limit_lease"));
    }

    List<Script> all() {
        return List.of(take, bucket, refund, release, lease);
    }
}
