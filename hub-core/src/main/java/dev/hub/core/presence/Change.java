package dev.hub.core.presence;

import dev.hub.core.channel.ClientInfo;
import dev.hub.core.channel.Payload;
import io.vertx.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** What changed about a member. */
public sealed interface Change {
    /** Its id in the group. */
    String client();

    /** A member is here. */
    record Enter(ClientInfo member, boolean announced) implements Change {
        private static final Pattern ID = Pattern.compile("[-_.:a-zA-Z0-9]{1,128}");

        /** Checks the id, which goes into JSON as it is. */
        public Enter {
            if (!ID.matcher(member.client()).matches()) {
                throw new IllegalArgumentException(
                        "the id of a member has 1 to 128 characters out of letters, digits and -_.:");
            }
        }

        @Override
        public String client() {
            return member.client();
        }
    }

    /** A member is gone. */
    record Leave(String client) implements Change {}

    /** A member's connection broke. */
    record Away(String client, long graceMillis) implements Change {}

    /** As the script takes it. */
    default void writeTo(List<Object> args) {
        switch (this) {
            case Enter enter -> {
                args.add("e");
                args.add(enter.client());
                args.add(Json.encode(enter.member().user()));
                args.add(infos(enter.member()));
                args.add(enter.announced());
            }
            case Leave leave -> {
                args.add("l");
                args.add(leave.client());
            }
            case Away away -> {
                args.add("a");
                args.add(away.client());
                args.add(away.graceMillis());
            }
        }
    }

    private static String infos(ClientInfo member) {
        StringBuilder json = new StringBuilder();
        Payload connInfo = member.connInfo();
        Payload chanInfo = member.chanInfo();
        if (connInfo != null) {
            json.append(",\"conn_info\":").append(new String(connInfo.bytes(), StandardCharsets.UTF_8));
        }
        if (chanInfo != null) {
            json.append(",\"chan_info\":").append(new String(chanInfo.bytes(), StandardCharsets.UTF_8));
        }
        return json.toString();
    }
}
