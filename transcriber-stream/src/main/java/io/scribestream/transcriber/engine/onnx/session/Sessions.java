package io.scribestream.transcriber.engine.onnx.session;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.Lack;
import java.nio.file.Path;

/** Opens graphs. */
final class Sessions {

    private static final String SPIN_MICROSECONDS = "30";

    private Sessions() {}

    static OrtEnvironment environment() {
        return OrtEnvironment.getEnvironment();
    }

    /**
     * @throws GraphException if the runtime does not take the graph
     * @throws EnvironmentException if there is no such device
     */
    static OrtSession open(Path graph, SessionSettings settings) {
        OrtEnvironment environment = environment();
        try (SessionOptions options = new SessionOptions()) {
            // For who starts Java without the launcher, which keeps reports to ONNX Runtime's maker from being begun.
            environment.setTelemetry(false);
            options.setIntraOpNumThreads(settings.threads());
            options.setInterOpNumThreads(1);
            // A step is hundreds of small operations: to wake the other threads for each takes longer than many of
            // them, so they spin a while. No longer, for beside another process the one they wait for may not have a
            // processor: threads that spin until it has one take the time it needs (benchmarks/README.md).
            options.addConfigEntry("session.intra_op.allow_spinning", "1");
            options.addConfigEntry("session.intra_op.spin_duration_us", SPIN_MICROSECONDS);
            options.addConfigEntry("session.force_spinning_stop", "1");
            // Its kernel is slower than the two operations it is made of.
            options.addConfigEntry("optimization.disable_specified_optimizers", "SkipLayerNormFusion");
            if (settings.cuda()) {
                addCuda(options);
            }
            return environment.createSession(graph.toString(), options);
        } catch (OrtException e) {
            throw new GraphException("ONNX Runtime cannot open " + graph + ": " + e.getMessage(), e);
        }
    }

    static void close(OrtSession session) {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("a session cannot be closed", e);
        }
    }

    private static void addCuda(SessionOptions options) {
        if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
            throw new EnvironmentException(
                    Lack.NATIVE_UNUSABLE,
                    "WHISPER_DEVICE is cuda, but this build cannot use a graphics processor: build with -Pcuda, which"
                            + " takes onnxruntime_gpu in the place of onnxruntime, or unset it");
        }
        try {
            options.addCUDA(0);
        } catch (OrtException e) {
            throw new EnvironmentException(
                    Lack.NATIVE_UNUSABLE,
                    "WHISPER_DEVICE is cuda, but no graphics processor can be used here: it takes an NVIDIA processor with"
                            + " its driver, CUDA 12 and cuDNN 9; install what is missing or unset it (" + e.getMessage()
                            + ")",
                    e);
        }
    }
}
