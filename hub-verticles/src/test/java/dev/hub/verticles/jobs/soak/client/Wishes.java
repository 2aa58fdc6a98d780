package dev.hub.verticles.jobs.soak.client;

import dev.hub.verticles.jobs.soak.judge.Wish;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Jobs of all sorts, one after the other, as the random source says. */
public final class Wishes {
    /** How many groups there are. */
    public static final int GROUPS = 12;

    private static final int KEYS = 10;
    private static final int MAX_DELAY_MILLIS = 1_500;
    private static final int MAX_CHILDREN = 3;
    private static final int PRIORITIES = 4;
    private static final int WORK_OF_GROUPS_MILLIS = 8;

    private final String name;
    private final RandomGenerator random;
    private final Map<String, Long> numbers = new HashMap<>();
    private int count;

    /** Jobs whose ids begin with {@code name}. */
    public Wishes(String name, RandomGenerator random) {
        this.name = name;
        this.random = random;
    }

    /**
     * One job, with those that come before it.
     *
     * @param wishes the job first, then its children
     */
    public record Order(List<Wish> wishes, JsonObject body) {
        int size() {
            return wishes.size();
        }
    }

    Order next() {
        int lot = random.nextInt(100);
        String id = name + "-" + count++;
        if (lot < 4) {
            return flow(id);
        }
        Wish wish = Wish.of(id);
        JsonObject job = job(id);
        if (lot < 12) {
            return keyed(wish, job, "simple", "all-" + random.nextInt(KEYS));
        }
        if (lot < 17) {
            return keyed(wish, job, "keep_last", name + "-last-" + random.nextInt(KEYS));
        }
        if (lot < 32) {
            String group = "g" + random.nextInt(GROUPS);
            job.put("group", group).getJsonObject("data").put("ms", WORK_OF_GROUPS_MILLIS);
            return new Order(List.of(wish.in(group)), job);
        }
        if (lot < 42) {
            job.put("delay_ms", 1 + random.nextInt(MAX_DELAY_MILLIS));
        }
        if (lot < 46) {
            int ttl = 1 + random.nextInt(MAX_DELAY_MILLIS);
            return new Order(List.of(wish.within(ttl)), job.put("ttl_ms", ttl).put("delay_ms", random.nextInt(ttl)));
        }
        return new Order(List.of(wish), job);
    }

    private JsonObject job(String id) {
        JsonObject backoff = new JsonObject().put("type", "fixed").put("delay_ms", random.nextInt(3) * 40);
        JsonObject job = new JsonObject()
                .put("id", id)
                .put("name", "soak")
                .put("data", new JsonObject().put("id", id))
                .put("backoff", backoff);
        return random.nextInt(5) == 0 ? job.put("priority", random.nextInt(PRIORITIES)) : job;
    }

    private Order keyed(Wish wish, JsonObject job, String mode, String key) {
        long number = numbers.merge(key, 1L, Long::sum);
        job.put("dedup", new JsonObject().put("id", key).put("mode", mode));
        job.getJsonObject("data").put("n", number);
        return new Order(List.of(wish.keyed(key, mode.equals("keep_last"), number)), job);
    }

    private Order flow(String id) {
        JsonArray children = new JsonArray();
        List<Wish> wishes = new ArrayList<>();
        int many = 1 + random.nextInt(MAX_CHILDREN);
        for (int i = 0; i < many; i++) {
            String child = id + "-" + i;
            children.add(job(child));
            wishes.add(Wish.of(child));
        }
        Wish root = Wish.of(id).after(wishes.stream().map(Wish::id).toList());
        wishes.addFirst(root);
        return new Order(wishes, job(id).put("children", children));
    }
}
