package dev.hub.core.presence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a group is to be, without a thought of speed, faults or servers. */
final class SlowGroup {
    private final Map<String, Member> members = new LinkedHashMap<>();
    private long clock;

    private static final class Member {
        String uid = "";
        long incarnation;
        String user = "";
        String shown = "";
        long awaySince;
    }

    void apply(String uid, long incarnation, Change change) {
        clock++;
        switch (change) {
            case Change.Enter enter -> enter(uid, incarnation, enter);
            case Change.Leave leave -> {
                if (holds(uid, leave.client())) {
                    members.remove(leave.client());
                }
            }
            case Change.Away away -> {
                if (holds(uid, away.client()) && of(away.client()).awaySince == 0) {
                    goAway(away.client());
                }
            }
        }
    }

    private Member of(String client) {
        return Objects.requireNonNull(members.get(client));
    }

    private boolean holds(String uid, String client) {
        return members.containsKey(client) && of(client).uid.equals(uid);
    }

    private void goAway(String client) {
        if (of(client).user.isEmpty()) {
            members.remove(client);
        } else {
            of(client).awaySince = clock++;
        }
    }

    private void enter(String uid, long incarnation, Change.Enter enter) {
        String user = enter.member().user();
        Member member = members.get(enter.client());
        String heir = heirOf(enter.client());
        if (member == null && !heir.isEmpty()) {
            of(heir).shown = heir;
            member = new Member();
            member.shown = enter.client();
            member.user = user;
            members.put(enter.client(), member);
        } else if (member == null) {
            String taken = members.entrySet().stream()
                    .filter(each -> each.getValue().awaySince > 0
                            && each.getValue().user.equals(user))
                    .min(Comparator.comparingLong(each -> each.getValue().awaySince))
                    .map(Map.Entry::getKey)
                    .orElse("");
            member = taken.isEmpty() ? new Member() : Objects.requireNonNull(members.remove(taken));
            if (taken.isEmpty()) {
                member.shown = enter.client();
                member.user = user;
            }
            members.put(enter.client(), member);
        }
        member.uid = uid;
        member.incarnation = incarnation;
        member.awaySince = 0;
    }

    /** Who goes by the name of another. */
    private String heirOf(String shown) {
        return members.entrySet().stream()
                .filter(each ->
                        each.getValue().shown.equals(shown) && !each.getKey().equals(shown))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
    }

    void sweep(String uid, long incarnation) {
        List<String> own = members.entrySet().stream()
                .filter(each -> each.getValue().uid.equals(uid) && each.getValue().incarnation <= incarnation)
                .filter(each -> each.getValue().awaySince == 0)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        clock++;
        own.forEach(this::goAway);
    }

    void endAway(String uid) {
        members.values().removeIf(each -> each.uid.equals(uid) && each.awaySince > 0);
    }

    List<String> away() {
        List<String> all = new ArrayList<>();
        members.forEach((client, member) -> {
            if (member.awaySince > 0) {
                all.add(client);
            }
        });
        return all;
    }

    List<String> shown() {
        return members.values().stream().map(each -> each.shown).sorted().toList();
    }

    int users() {
        return (int) members.values().stream().map(each -> each.user).distinct().count();
    }
}
