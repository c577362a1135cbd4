package io.scribestream.transcriber.engine.probe;

import io.scribestream.runtime.EnvironmentException;
import io.scribestream.transcriber.engine.Effort;
import io.scribestream.transcriber.engine.Engine;
import io.scribestream.transcriber.engine.EngineChoice;
import io.scribestream.transcriber.engine.EngineSettings.Device;
import io.scribestream.transcriber.engine.Speech;
import io.scribestream.transcriber.engine.onnx.OnnxConfig;
import io.scribestream.transcriber.engine.onnx.graph.Precision;
import io.scribestream.transcriber.engine.whispercpp.EngineConfig;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The child's side of a probe: hears a little and says so in one line. Nobody else starts it.
 *
 * <p>Arguments: engine, depth, model, threads, folder of the cache, and what the engine needs to know besides.
 */
public final class ProbeMain {

    static final String FOUND = "probe-found ";
    /** Goes before the lack and the sentence. */
    static final String FAILED = "probe-failed ";

    private static final int PITCH = 140;

    /** In seconds. */
    private static final int SHORT = 1;

    private static final int LONG = 29;

    private ProbeMain() {}

    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Depth depth = Depth.valueOf(args[1]);
        try (Engine engine = candidate(args).load(depth)) {
            hear(engine, SHORT);
            double seconds = depth == Depth.MEASURE ? hear(engine, LONG) : -1;
            out.println(FOUND + seconds + " " + engine.name());
        } catch (EnvironmentException e) {
            out.println(FAILED + e.lack() + " " + e.getMessage());
        }
    }

    private static Candidate candidate(String[] args) {
        Path model = Path.of(args[2]);
        int threads = Integer.parseInt(args[3]);
        Path cacheDir = Path.of(args[4]);
        if (EngineChoice.valueOf(args[0]) == EngineChoice.ONNX) {
            Device device = Device.valueOf(args[5]);
            Precision precision = Precision.valueOf(args[6]);
            int beam = Integer.parseInt(args[7]);
            return new OnnxCandidate(new OnnxConfig(model, 1, threads, device, precision, beam, cacheDir));
        }
        int beam = Integer.parseInt(args[5]);
        Path library = args.length > 6 ? Path.of(args[6]) : null;
        return new WhisperCppCandidate(new EngineConfig(model, library, 1, threads, beam, cacheDir));
    }

    /** How long it took, in seconds. */
    private static double hear(Engine engine, int seconds) {
        Speech speech = new Speech(hum(seconds), "en", "", false);
        long before = System.nanoTime();
        engine.hear(speech, Effort.GREEDY, () -> false);
        return (System.nanoTime() - before) / 1e9;
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
