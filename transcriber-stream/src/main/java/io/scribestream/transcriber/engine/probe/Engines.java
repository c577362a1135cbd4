package io.scribestream.transcriber.engine.probe;

import io.scribestream.runtime.EnvironmentException;
import io.scribestream.transcriber.engine.Engine;
import io.scribestream.transcriber.engine.EngineChoice;
import io.scribestream.transcriber.engine.EngineSettings;
import io.scribestream.transcriber.engine.EngineSettings.Device;
import io.scribestream.transcriber.engine.ggml.GgmlModel;
import io.scribestream.transcriber.engine.onnx.OnnxConfig;
import io.scribestream.transcriber.engine.onnx.OnnxEngine;
import io.scribestream.transcriber.engine.whispercpp.EngineConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses an engine and opens it. Where the choice is left to it: ONNX Runtime, unless whisper.cpp was measured to be faster
 * here with this model, or the model is one that ONNX Runtime cannot be given.
 */
public final class Engines {

    private static final Logger LOG = LoggerFactory.getLogger(Engines.class);

    private Engines() {}

    /**
     * Opens the engine that is asked for. Takes some seconds the first time that a model is used, and about one later; may be
     * called from any thread.
     *
     * @throws EnvironmentException if it, or the model, cannot be used on this machine; the sentence says what to do
     */
    public static Engine open(EngineSettings settings) {
        GgmlModel.check(settings.model());
        if (!settings.mayBeOnnx()) {
            return WhisperEngines.open(EngineConfig.of(settings));
        }
        if (settings.engine() == EngineChoice.ONNX || settings.device() == Device.CUDA) {
            return OnnxEngine.load(OnnxConfig.of(settings));
        }
        return Speeds.remembered(settings).faster() == EngineChoice.WHISPER_CPP
                ? WhisperEngines.open(EngineConfig.of(settings))
                : onnxOrElseWhisper(settings);
    }

    private static Engine onnxOrElseWhisper(EngineSettings settings) {
        try {
            return OnnxEngine.load(OnnxConfig.of(settings));
        } catch (EnvironmentException e) {
            LOG.atWarn().addKeyValue("reason", e.getMessage()).log("whisper.cpp hears, which is slower: onnx cannot");
            return WhisperEngines.open(EngineConfig.of(settings));
        }
    }
}
