package dev.hub.verticles.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.delta.FossilDelta;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The official SDK gets from our deltas, as JSON strings, exactly the data that was published. */
class DeltaSdkIT {
    private static final int PUBLICATIONS = 1000;

    private final Random random = new Random(7);

    @Test
    void theSdkReadsOurDeltas(@TempDir Path directory) throws IOException {
        JsonArray book = new JsonArray();
        List<String> lines = new ArrayList<>();
        byte[] before = new byte[0];
        for (int i = 0; i < PUBLICATIONS; i++) {
            change(book);
            String data = book.encode();
            lines.add(publication(before, data).encode() + "\t" + data);
            before = data.getBytes(UTF_8);
        }
        assertThat(lines).filteredOn(line -> line.contains("\"delta\":true")).hasSizeGreaterThan(PUBLICATIONS / 2);

        Path file = Files.write(directory.resolve("publications"), lines, UTF_8);
        SdkProgram.node("delta.mjs", Map.of("PUBLICATIONS", file.toString()));
    }

    private static JsonObject publication(byte[] before, String data) {
        byte[] delta = FossilDelta.encode(before, data.getBytes(UTF_8));
        boolean shorter = before.length > 0 && delta.length < data.getBytes(UTF_8).length;
        JsonObject publication = new JsonObject().put("data", shorter ? new String(delta, UTF_8) : data);
        return shorter ? publication.put("delta", true) : publication;
    }

    /** Adds, removes, moves and alters entries, in which characters of one to four bytes stand side by side. */
    private void change(JsonArray book) {
        if (book.size() < 5 || random.nextInt(3) == 0) {
            book.add(random.nextInt(book.size() + 1), entry());
        }
        JsonObject moved = (JsonObject) book.remove(random.nextInt(book.size()));
        if (random.nextInt(4) > 0) {
            moved.put("text", moved.getString("text") + (char) (0xe0 + random.nextInt(0x3000)));
            book.add(random.nextInt(book.size() + 1), moved);
        }
        if (random.nextInt(50) == 0) {
            book.clear();
        }
    }

    private JsonObject entry() {
        return new JsonObject()
                .put("price", random.nextInt(100_000))
                .put("text", "\u00e9\u20ac\ud83d\ude80\\\"\n" + random.nextInt());
    }
}
