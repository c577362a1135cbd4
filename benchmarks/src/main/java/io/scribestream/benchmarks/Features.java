package io.scribestream.benchmarks;

import io.scribestream.testkit.Repository;
import io.scribestream.testkit.Sounds;
import io.scribestream.transcriber.engine.ggml.GgmlModel;
import io.scribestream.transcriber.engine.onnx.features.LogMel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** How fast the log-mel spectrogram is made, on one core. */
final class Features {

    private static final int SECONDS = 30;

    private Features() {}

    static void run(Report report, int rounds) throws IOException {
        report.title("Log-mel features of " + SECONDS + " s, on one core");
        LogMel logMel;
        try (GgmlModel model = GgmlModel.open(Repository.file("models/ggml-base-q8_0.bin"))) {
            logMel = new LogMel(model.filters());
        }
        float[] sound = Sounds.noise(LogMel.SAMPLE_RATE, SECONDS, 0.5, 1);
        List<Double> speeds = new ArrayList<>();
        for (int round = 0; round < 10 * rounds; round++) {
            long start = System.nanoTime();
            logMel.of(sound, LogMel.FRAMES);
            speeds.add(SECONDS / ((System.nanoTime() - start) / 1e9));
        }
        report.figure("x real time", Report.range(speeds));
        report.atLeast("x real time, median", Report.median(speeds), 500);
    }
}
