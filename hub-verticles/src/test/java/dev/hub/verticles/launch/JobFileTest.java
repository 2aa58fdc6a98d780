package dev.hub.verticles.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobFileTest {
    private static JobFile file(byte[] content) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        Surroundings surroundings = new Surroundings(
                Map.of(),
                Path.of("."),
                Path.of("."),
                "hub",
                false,
                InstantSource.system(),
                new ByteArrayInputStream(content),
                nowhere,
                nowhere);
        return new JobFile(new InputSource(surroundings, "-"));
    }

    private static List<String> read(String content) {
        List<String> jobs = new ArrayList<>();
        try (JobFile file = file(content.getBytes(StandardCharsets.UTF_8))) {
            for (var job = file.next(); job.isPresent(); job = file.next()) {
                jobs.add(job.get().line() + " " + job.get().json());
            }
        }
        return jobs;
    }

    @Test
    void readsObjectsAsTheyStandHoweverTheyAreWritten() {
        assertThat(read("{\"n\":1.50}\n\n{\"é\":\"\\u00e9 \\\"}\"}\r\n"))
                .containsExactly("1 {\"n\":1.50}", "3 {\"é\":\"\\u00e9 \\\"}\"}");
        assertThat(read("[{\"a\":[1]},\n {\n\"b\":{}}] {\"c\":0}[]"))
                .containsExactly("1 {\"a\":[1]}", "2 {\n\"b\":{}}", "3 {\"c\":0}");
        assertThat(read("\uFEFF{\"a\":1}{}")).containsExactly("1 {\"a\":1}", "1 {}");
        assertThat(read(" \n ")).isEmpty();
    }

    @Test
    void readsFilesThatAreLongerThanWhatIsKept() {
        String job = "{\"data\":\"" + "ü".repeat(1_000) + "\"}";

        assertThat(read((job + "\n").repeat(2_000))).hasSize(2_000).allMatch(each -> each.endsWith(" " + job));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"a":1}~{"b":|standard input: line 2 begins a job that is not closed
        {"a":1}~[{}, 5]|standard input: line 2 must hold a job, a JSON object, got 5
        {"a":1}~~{nonsense}|standard input: line 3 is not valid JSON: Unexpected character ('n' (code 110))
        [[{}]]|standard input: line 1 must hold a job, a JSON object, got [
        """)
    void saysInWhichLineItGoesWrong(String content, String fault) {
        assertThatThrownBy(() -> read(content.replace('~', '\n')))
                .isInstanceOf(CommandFailure.class)
                .hasMessageStartingWith(fault);
    }

    @Test
    void refusesWhatIsTooDeepTooLargeOrNoText() {
        assertThatThrownBy(() -> read("{\"a\":" + "[".repeat(100) + "]".repeat(100) + "}"))
                .hasMessageContaining("line 1 is not valid JSON: Document nesting depth (65) exceeds");
        assertThatThrownBy(() -> read("{\"a\":\"" + "x".repeat(5_000_000) + "\"}"))
                .hasMessageContaining("line 1 begins a job that is larger than 4 MiB");
        assertThatThrownBy(() -> read("{" + "\"a\":0,".repeat(2_000_000) + "\"b\":0}"))
                .hasMessageContaining("line 1 begins a job that is larger than 4 MiB");
        assertThatThrownBy(() -> file(new byte[] {'{', '"', (byte) 0xff, '"'}).next())
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("is not in UTF-8");
    }
}
