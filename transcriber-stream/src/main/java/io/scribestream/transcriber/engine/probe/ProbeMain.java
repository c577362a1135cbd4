package io.scribestream.transcriber.engine.probe;

import io.scribestream.runtime.EnvironmentException;
import io.scribestream.transcriber.engine.Effort;
import io.scribestream.transcriber.engine.Engine;
import io.scribestream.transcriber.engine.Speech;
import io.scribestream.transcriber.engine.whispercpp.EngineConfig;
import io.scribestream.transcriber.engine.whispercpp.WhisperCppEngine;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The child's side of a probe: hears a little and says so in one line. Nobody else starts it.
 *
 * <p>Arguments: depth, model, threads, folder of the cache, and the library where one is configured.
 */
public final class ProbeMain {

    static final String FOUND = "probe-found ";
    static final String FAILED = "probe-failed ";

    private static final int PITCH = 140;

    private ProbeMain() {}

    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        boolean measure = Depth.valueOf(args[0]) == Depth.MEASURE;
        Path library = args.length > 4 ? Path.of(args[4]) : null;
        EngineConfig config =
                new EngineConfig(Path.of(args[1]), library, 1, Integer.parseInt(args[2]), Path.of(args[3]));
        try (Engine engine = measure ? WhisperCppEngine.load(config) : WhisperCppEngine.loadToTry(config)) {
            long before = System.nanoTime();
            engine.hear(new Speech(hum(measure ? 10 : 1), "en", "", false), Effort.GREEDY, () -> false);
            double seconds = measure ? (System.nanoTime() - before) / 1e9 : -1;
            out.println(FOUND + seconds + " " + engine.name());
        } catch (EnvironmentException e) {
            out.println(FAILED + e.getMessage());
        }
    }

    /** Something like a voice that says nothing: a pitch, its overtones, and syllables. */
    private static float[] hum(int seconds) {
        float[] samples = new float[seconds * Speech.SAMPLE_RATE];
        for (int i = 0; i < samples.length; i++) {
            double time = (double) i / Speech.SAMPLE_RATE;
            double sound = 0;
            for (int overtone = 1; overtone <= 12; overtone++) {
                sound += Math.sin(2 * Math.PI * PITCH * overtone * time) / overtone;
            }
            samples[i] = (float) (0.1 * sound * (1 + Math.sin(2 * Math.PI * 4 * time)) / 2);
        }
        return samples;
    }
}
