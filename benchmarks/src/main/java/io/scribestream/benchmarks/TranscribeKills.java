package io.scribestream.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.scribestream.testkit.Repository;
import io.scribestream.testkit.TenMinutes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * {@code scribe transcribe} of the ten minutes, killed again and again at random moments: in the end its transcript is the
 * one of a run that nobody disturbed. With whisper.cpp, which says the same for the same chunk whatever else it hears.
 */
final class TranscribeKills {

    private static final Pattern HEARD = Pattern.compile("chunk heard .*chunkIndex=(\\d+)");
    private static final int LANES = Runtime.getRuntime().availableProcessors();

    /** What differs from run to run and is no part of what was heard. */
    private static final List<String> OF_THE_RUN = List.of("id", "submitted_at", "finished_at");

    private final Path folder;
    private final Results results;
    private final Random random;
    private final long seed = Chaos.number("SEED", (int) (System.nanoTime() & 0xffff));

    TranscribeKills(Path folder, Results results) {
        this.folder = folder;
        this.results = results;
        this.random = new Random(seed);
    }

    /** @return whether all held */
    boolean run(int kills) throws IOException, InterruptedException {
        Path undisturbed = folder.resolve("undisturbed.json");
        long began = System.nanoTime();
        Path log = folder.resolve("undisturbed.log");
        Process first = start("undisturbed", undisturbed, log);
        double untilHeard = secondsUntilHeard(log, began);
        requireDone(first, log);
        double whole = (System.nanoTime() - began) / 1e9;
        JsonNode expected = content(undisturbed);
        int chunks = expected.path("chunks").asInt();
        double secondsOfOne = (whole - untilHeard) / chunks;

        List<Integer> heard = new ArrayList<>();
        int killed = 0;
        // Not so late that all could be heard before the last of the kills.
        for (int share : random.ints(kills, 0, chunks - LANES).sorted().toArray()) {
            Path said = folder.resolve("life-" + killed + ".log");
            Process process = start("killed", folder.resolve("killed.json"), said);
            // Where an earlier life came as far, the kill falls into the recovery from the one before.
            double within = new TreeSet<>(heard).size() < share ? secondsOfOne : untilHeard;
            awaitShare(share, heard, said, process);
            boolean ended = process.waitFor((long) (random.nextDouble() * within * 1000), TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();
            heard.addAll(heardIn(said));
            if (ended) {
                throw new IllegalStateException("scribe ended before it was killed, see " + said);
            }
            killed++;
            System.out.printf("kill %d, chunks heard so far: %s%n", killed, heard);
        }
        Path said = folder.resolve("last.log");
        requireDone(start("killed", folder.resolve("killed.json"), said), said);
        heard.addAll(heardIn(said));

        boolean same = content(folder.resolve("killed.json")).equals(expected);
        int most = chunks + killed * LANES;
        results.title("scribe transcribe of the ten minutes, killed " + killed + " times, seed " + seed);
        results.machine();
        Map<String, String> figures = new LinkedHashMap<>();
        figures.put(
                "undisturbed, s", String.format("%.1f, of it %.1f until the first chunk was heard", whole, untilHeard));
        figures.put("kills", Integer.toString(killed));
        figures.put("chunks", Integer.toString(chunks));
        figures.put("calls of the engine that ended", heard.size() + ", at most " + most + " may be");
        figures.put(
                "of them for a chunk that was heard before",
                Integer.toString(heard.size() - new TreeSet<>(heard).size()));
        figures.put("transcript", same ? "equal to the undisturbed one, words and times" : "DIFFERS");
        results.table(figures);
        return same && heard.size() <= most && killed == kills;
    }

    /** Waits until so many chunks were heard, in all lives together. */
    private static void awaitShare(int share, List<Integer> before, Path said, Process process)
            throws IOException, InterruptedException {
        Set<Integer> heard = new TreeSet<>(before);
        while (process.isAlive() && heard.size() < share) {
            Thread.sleep(20);
            heard.addAll(heardIn(said));
        }
    }

    private Process start(String data, Path json, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Repository.file("scribe").toString(),
                        "transcribe",
                        "--verbose",
                        "--words",
                        "-l",
                        "en",
                        "--data",
                        folder.resolve(data).toString(),
                        "-o",
                        json.toString(),
                        TenMinutes.recording().toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("WHISPER_ENGINE", "whisper.cpp");
        return builder.start();
    }

    private static double secondsUntilHeard(Path log, long began) throws IOException, InterruptedException {
        while (heardIn(log).isEmpty()) {
            Thread.sleep(50);
        }
        return (System.nanoTime() - began) / 1e9;
    }

    private static void requireDone(Process process, Path log) throws IOException, InterruptedException {
        int exit = process.waitFor();
        if (exit != 0) {
            throw new IllegalStateException("scribe ended with " + exit + ": " + Files.readString(log));
        }
    }

    private static List<Integer> heardIn(Path log) throws IOException {
        return HEARD.matcher(Files.readString(log))
                .results()
                .map((MatchResult line) -> Integer.valueOf(line.group(1)))
                .toList();
    }

    private static JsonNode content(Path json) throws IOException {
        ObjectNode transcript = (ObjectNode) new ObjectMapper().readTree(json.toFile());
        transcript.remove(OF_THE_RUN);
        return transcript;
    }
}
