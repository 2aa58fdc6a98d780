package dev.hub.core.auth;

import dev.hub.core.auth.capability.Capability;
import dev.hub.core.auth.capability.Rights;
import dev.hub.core.auth.capability.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The roles that are configured, ready to be given. */
final class RoleBook {
    /** Of each role, made once: those who have that role alone share them. */
    private final Map<String, Rights> rights = new HashMap<>();

    RoleBook(List<Role> roles) {
        roles.forEach(role -> rights.put(role.name(), Rights.of(role.caps())));
    }

    /** What a token with these capabilities and roles allows; a role that is not configured allows nothing. */
    Rights rights(List<Capability> own, List<String> roles) throws Malformed {
        if (own.isEmpty() && roles.size() == 1) {
            return rights.getOrDefault(roles.getFirst(), Rights.NONE);
        }
        List<Capability> all = new ArrayList<>(own);
        for (String role : roles) {
            all.addAll(rights.getOrDefault(role, Rights.NONE).capabilities());
        }
        if (all.size() > Rights.MAX_CAPABILITIES) {
            throw new Malformed(
                    "its claims \"caps\" and \"roles\" have more than " + Rights.MAX_CAPABILITIES + " capabilities");
        }
        return Rights.of(all);
    }
}
