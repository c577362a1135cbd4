package io.scribestream.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.Setting;
import io.scribestream.transcriber.engine.Effort;
import io.scribestream.transcriber.engine.Engine;
import io.scribestream.transcriber.engine.EngineSettings;
import io.scribestream.transcriber.engine.Heard;
import io.scribestream.transcriber.engine.Heard.HeardSegment;
import io.scribestream.transcriber.engine.Speech;
import io.scribestream.transcriber.engine.probe.Engines;
import io.scribestream.transcriber.quality.Attempt;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * An engine in a process of its own. Two libwhisper in one process would take each other's symbols, and only alone it can be seen how
 * much memory an engine takes. Its settings are those of the environment.
 *
 * <p>Calls: a language and a folder with chunks, all of which are handed in at once, by as many threads as the engine has lanes; what
 * looks bad is heard again and harder.
 */
public final class EngineWorker {

    private static final ObjectMapper JSON = new ObjectMapper();

    private EngineWorker() {}

    public static void main(String[] args) throws Exception {
        PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        EngineSettings settings = EngineSettings.from(Env.of(ours()));
        BufferedReader calls = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (Engine engine = Engines.open(settings)) {
            answers.println(JSON.writeValueAsString(Map.of("name", engine.name())));
            for (String call = calls.readLine(); call != null; call = calls.readLine()) {
                String[] fields = call.split("\t");
                answers.println(JSON.writeValueAsString(hear(engine, fields[0], Cuts.in(Path.of(fields[1])))));
            }
        }
    }

    private static Map<String, String> ours() {
        return System.getenv().entrySet().stream()
                .filter(entry ->
                        entry.getKey().startsWith("WHISPER_") || entry.getKey().equals(Setting.SCRIBE_CACHE_DIR.name()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Map<String, Object> hear(Engine engine, String language, List<float[]> chunks) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(engine.lanes());
        try {
            long start = System.nanoTime();
            List<Future<Attempt>> calls = new ArrayList<>();
            for (float[] chunk : chunks) {
                Speech speech = new Speech(chunk, language, "", false);
                calls.add(callers.submit(() -> untilGood(engine, speech)));
            }
            List<Attempt> heard = new ArrayList<>();
            for (Future<Attempt> call : calls) {
                heard.add(call.get());
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            return Map.of("seconds", seconds, "language", language(heard), "text", text(heard));
        } finally {
            callers.shutdown();
        }
    }

    /** As the transcriber does it. */
    static Attempt untilGood(Engine engine, Speech speech) {
        Attempt first = Attempt.of(engine.hear(speech, Effort.GREEDY, () -> false));
        return first.isDoubtful() ? first.orBetter(Attempt.of(engine.hear(speech, Effort.HARD, () -> false))) : first;
    }

    /** Of the chunk that is surest of its own, as the chunker settles a recording's. */
    private static String language(List<Attempt> heard) {
        return heard.stream()
                .map(Attempt::heard)
                .reduce((one, other) -> other.languageProbability() > one.languageProbability() ? other : one)
                .map(Heard::language)
                .orElse("");
    }

    private static String text(List<Attempt> heard) {
        StringJoiner text = new StringJoiner(" ");
        for (Attempt attempt : heard) {
            List<HeardSegment> segments = attempt.heard().segments();
            for (int i = 0; i < segments.size(); i++) {
                if (!attempt.verdicts().get(i).isBad()) {
                    text.add(segments.get(i).text());
                }
            }
        }
        return text.toString();
    }
}
