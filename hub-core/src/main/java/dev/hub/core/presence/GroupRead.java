package dev.hub.core.presence;

import dev.hub.core.channel.ClientInfo;
import java.util.List;

/**
 * A look at a group.
 *
 * @param clients members in all
 * @param users different users among them
 * @param members a page of them
 * @param next where the next page begins; empty when there is none
 */
public record GroupRead(int clients, int users, List<ClientInfo> members, String next) {
    /** Copies {@code members}. */
    public GroupRead {
        members = List.copyOf(members);
    }
}
