package io.scribestream.transcriber.engine.onnx;

import io.scribestream.runtime.ConfigException;
import io.scribestream.transcriber.engine.EngineSettings;
import io.scribestream.transcriber.engine.EngineSettings.Device;
import java.nio.file.Path;

/**
 * What an engine on ONNX Runtime is made of.
 *
 * @param model ggml file with the weights
 * @param lanes the widest batch: how many chunks are decoded together
 * @param threads native threads that share each operation
 * @param cacheDir where built graphs and sums of models are kept; made if absent
 */
public record OnnxConfig(Path model, int lanes, int threads, Device device, Path cacheDir) {

    public OnnxConfig {
        if (lanes < 1) {
            throw new ConfigException("an engine needs at least 1 lane, was " + lanes);
        }
        if (threads < 1) {
            throw new ConfigException("an engine needs at least 1 thread, was " + threads);
        }
        model = model.toAbsolutePath().normalize();
        cacheDir = cacheDir.toAbsolutePath().normalize();
    }

    public static OnnxConfig of(EngineSettings settings) {
        return new OnnxConfig(
                settings.model(), settings.onnxLanes(), settings.onnxThreads(), settings.device(), settings.cacheDir());
    }
}
