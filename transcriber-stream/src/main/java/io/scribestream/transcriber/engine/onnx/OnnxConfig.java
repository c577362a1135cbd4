package io.scribestream.transcriber.engine.onnx;

import io.scribestream.runtime.ConfigException;
import io.scribestream.transcriber.engine.EngineSettings;
import io.scribestream.transcriber.engine.EngineSettings.Device;
import io.scribestream.transcriber.engine.onnx.decode.Ladder;
import io.scribestream.transcriber.engine.onnx.graph.Precision;
import java.nio.file.Path;

/**
 * What an engine on ONNX Runtime is made of.
 *
 * @param model ggml file with the weights
 * @param lanes the widest batch: how many chunks are decoded together
 * @param threads native threads that share each operation
 * @param beam texts that are followed side by side in the first attempt at a chunk
 * @param cacheDir where built graphs and sums of models are kept; made if absent
 */
public record OnnxConfig(
        Path model, int lanes, int threads, Device device, Precision precision, int beam, Path cacheDir) {

    public OnnxConfig {
        if (lanes < 1) {
            throw new ConfigException("an engine needs at least 1 lane, was " + lanes);
        }
        if (threads < 1) {
            throw new ConfigException("an engine needs at least 1 thread, was " + threads);
        }
        if (beam < 1 || beam > Ladder.WIDTH) {
            throw new ConfigException("a beam has from 1 to " + Ladder.WIDTH + " texts, was " + beam);
        }
        model = model.toAbsolutePath().normalize();
        cacheDir = cacheDir.toAbsolutePath().normalize();
    }

    public static OnnxConfig of(EngineSettings settings) {
        return of(settings, settings.onnxLanes(), settings.onnxThreads());
    }

    /** With other lanes and threads. */
    public static OnnxConfig of(EngineSettings settings, int lanes, int threads) {
        return new OnnxConfig(
                settings.model(),
                lanes,
                threads,
                settings.device(),
                precision(settings),
                settings.beam(),
                settings.cacheDir());
    }

    private static Precision precision(EngineSettings settings) {
        return switch (settings.precision()) {
            case AUTO -> settings.device() == Device.CUDA ? Precision.F16 : Precision.INT8;
            case INT8 -> Precision.INT8;
            case F32 -> Precision.F32;
            case F16 -> Precision.F16;
        };
    }

    /** The most rows at once: a beam for each chunk, and room for one that is tried harder. */
    int rows() {
        return (lanes - 1) * beam + Ladder.WIDTH;
    }
}
