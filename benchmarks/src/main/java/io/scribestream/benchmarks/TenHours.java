package io.scribestream.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.scribestream.testkit.Corpus;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Ten hours in the heap that the launcher gives: the ten minutes, sixty times. Takes the better part of an hour. */
final class TenHours {

    private static final int TIMES = 60;

    private TenHours() {}

    static void run(Report report, Path folder) throws IOException, InterruptedException {
        report.title("Ten hours with the launcher's heap");
        Path hours = folder.resolve("ten-hours.mp3");
        byte[] minutes = Files.readAllBytes(Corpus.require("long/human-en-10min.mp3"));
        try (OutputStream out = Files.newOutputStream(hours)) {
            for (int i = 0; i < TIMES; i++) {
                out.write(minutes);
            }
        }
        Path json = folder.resolve("ten-hours.json");
        ScribeProcess run = ScribeProcess.run(
                        "transcribe",
                        "--quiet",
                        "-l",
                        "en",
                        "--data",
                        folder.resolve("data").toString(),
                        "-o",
                        json.toString(),
                        hours.toString())
                .requireDone();
        JsonNode transcript = new ObjectMapper().readTree(json.toFile());
        report.figure("seconds of sound", transcript.path("duration").asText());
        report.figure("chunks", transcript.path("chunks").asText());
        report.figure(
                "x real time", String.format("%.1f", transcript.path("duration").asDouble() / run.seconds()));
        report.atMost("gaps, s", transcript.path("coverage").path("gap").asDouble(), 0);
        report.atLeast("duration, s", transcript.path("duration").asDouble(), 35_990);
    }
}
