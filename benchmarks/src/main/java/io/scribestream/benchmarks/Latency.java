package io.scribestream.benchmarks;

import io.scribestream.testkit.Repository;
import io.scribestream.testkit.WordErrorRate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/** How long one waits for something short. */
final class Latency {

    private static final String SAID = "And so, my fellow Americans, ask not what your country can do for you,"
            + " ask what you can do for your country.";

    private Latency() {}

    /** The first command of a new user, each time in a new data directory. */
    static void cold(Report report, Path folder, int rounds) throws IOException, InterruptedException {
        report.title("scribe transcribe samples/jfk.wav, once built, from cold, " + rounds + " rounds");
        List<Double> seconds = new ArrayList<>();
        List<String> steps = List.of();
        for (int round = 0; round < rounds; round++) {
            ScribeProcess run = ScribeProcess.run(
                            "transcribe",
                            "--timing",
                            "--quiet",
                            "--data",
                            folder.resolve("cold-" + round).toString(),
                            Repository.file("samples/jfk.wav").toString())
                    .requireDone();
            seconds.add(run.seconds());
            steps = run.err().lines().toList();
            report.atMost("wrong words", WordErrorRate.of(SAID, run.out(), "en").rate(), 0);
        }
        report.figure("seconds", Report.range(seconds));
        report.atMost("seconds, median", Report.median(seconds), 10);
        steps.forEach(step -> report.figure("", step));
    }

    /** What a job of a second costs beyond the engine's own time, from sending the file to holding its text. */
    static void shortJob(Report report, Path folder, int rounds) throws Exception {
        report.title("A job of 1 s through a warm scribe serve by HTTP, " + rounds + " rounds");
        Path second = second(folder);
        List<Double> overheads = new ArrayList<>();
        try (WarmServer server = WarmServer.start(folder.resolve("short"))) {
            server.transcribe(second);
            for (int round = 0; round < rounds; round++) {
                WarmJvm.Timing timing = server.transcribe(second);
                overheads.add(timing.seconds() - timing.engineSeconds());
            }
        }
        report.figure("overhead, s", Report.range(overheads));
        report.atMost("overhead, s, median", Report.median(overheads), 0.4);
    }

    /** The second of jfk.wav in which he says "Americans". */
    private static Path second(Path folder) throws IOException, UnsupportedAudioFileException {
        Path second = folder.resolve("second.wav");
        try (AudioInputStream speech = AudioSystem.getAudioInputStream(
                Repository.file("samples/jfk.wav").toFile())) {
            AudioFormat format = speech.getFormat();
            int frames = Math.round(format.getFrameRate());
            speech.skipNBytes(2L * frames * format.getFrameSize());
            AudioSystem.write(new AudioInputStream(speech, format, frames), AudioFileFormat.Type.WAVE, second.toFile());
        }
        return second;
    }
}
