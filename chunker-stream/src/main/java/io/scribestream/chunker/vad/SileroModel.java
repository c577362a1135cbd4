package io.scribestream.chunker.vad;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.scribestream.chunker.cut.SpeechDetector;
import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.Lack;
import java.nio.file.Files;
import java.nio.file.Path;

/** The weights of Silero VAD as a graph over a sequence of frames, read once and shared by all sources. Thread-safe. */
public final class SileroModel implements AutoCloseable {

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final ScratchPool scratches = SileroDetector.scratches();

    /** @throws EnvironmentException if the file is missing or holds no such model */
    public SileroModel(Path file) {
        if (!Files.isReadable(file)) {
            throw new EnvironmentException(Lack.MODEL_MISSING, "The model of the speech detector is missing: " + file);
        }
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            // For who starts Java without the launcher, which keeps reports to ONNX Runtime's maker from being begun.
            environment.setTelemetry(false);
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            session = environment.createSession(file.toString(), options);
        } catch (OrtException e) {
            throw new EnvironmentException(
                    Lack.MODEL_INVALID, "The model of the speech detector cannot be read: " + file, e);
        }
    }

    /** A detector for one source. To be closed before the model is. */
    public SpeechDetector detector() {
        return new SileroDetector(environment, session, scratches);
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("the speech detector cannot be closed", e);
        }
    }
}
