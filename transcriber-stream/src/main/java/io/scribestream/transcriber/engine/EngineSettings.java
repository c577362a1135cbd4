package io.scribestream.transcriber.engine;

import io.scribestream.runtime.ConfigException;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.Setting;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the operator says about hearing.
 *
 * @param model file with the weights
 * @param device where ONNX Runtime computes
 * @param precision what it computes with
 * @param library a libwhisper to use instead of the one that comes along; null for that one
 * @param lanes how many chunks are heard at once; 0 for as many as suit the engine
 * @param threads native threads for all chunks together; 0 for one for each core
 * @param beam texts that are followed side by side in the first attempt at a chunk, 1 to {@link #WIDEST_BEAM}
 * @param cacheDir for what is unpacked, built and found out about engine and model
 */
public record EngineSettings(
        EngineChoice engine,
        Path model,
        Device device,
        Precision precision,
        @Nullable Path library,
        int lanes,
        int threads,
        int beam,
        Path cacheDir) {

    /** Where ONNX Runtime computes. */
    public enum Device {
        CPU,
        /** The first NVIDIA graphics processor. */
        CUDA
    }

    /** What ONNX Runtime computes with. */
    public enum Precision {
        /** 8 bits on the processor, 16-bit floats on a graphics processor. */
        AUTO,
        INT8,
        F32,
        F16
    }

    /** As wide as the one of the second attempt. */
    public static final int WIDEST_BEAM = 5;

    /** A step costs little more for a full batch than for one chunk, up to about this many. */
    public static final int ONNX_LANES = 8;

    /** Lanes or threads. */
    public static final int MOST = 1024;

    /** @throws ConfigException naming the setting that is wrong, or the two that exclude each other */
    public EngineSettings {
        if (lanes < 0 || lanes > MOST) {
            throw new ConfigException("WHISPER_LANES must be from 0 to " + MOST + ", was " + lanes);
        }
        if (threads < 0 || threads > MOST) {
            throw new ConfigException("WHISPER_THREADS must be from 0 to " + MOST + ", was " + threads);
        }
        if (beam < 1 || beam > WIDEST_BEAM) {
            throw new ConfigException("WHISPER_BEAM must be from 1 to " + WIDEST_BEAM + ", was " + beam);
        }
        if (engine == EngineChoice.ONNX && library != null) {
            throw new ConfigException("WHISPER_LIBRARY is of no use where WHISPER_ENGINE is onnx: unset one of them");
        }
        if (device == Device.CUDA && (engine == EngineChoice.WHISPER_CPP || library != null)) {
            throw new ConfigException("WHISPER_DEVICE is cuda, which only the engine onnx can use: unset it, or"
                    + (library == null ? " WHISPER_ENGINE" : " WHISPER_LIBRARY"));
        }
        if (precision != Precision.AUTO && (engine == EngineChoice.WHISPER_CPP || library != null)) {
            throw new ConfigException("WHISPER_PRECISION is " + lower(precision)
                    + ", which only the engine onnx can use: unset it, or"
                    + (library == null ? " WHISPER_ENGINE" : " WHISPER_LIBRARY"));
        }
        if (precision == (device == Device.CUDA ? Precision.INT8 : Precision.F16)) {
            throw new ConfigException("WHISPER_PRECISION " + lower(precision) + " is not for WHISPER_DEVICE "
                    + lower(device) + ": unset one of them");
        }
    }

    /** @param env with a file as its model: names of models are for whoever fetches them */
    public static EngineSettings from(Env env) {
        return new EngineSettings(
                env.choice(Setting.WHISPER_ENGINE, EngineChoice.class),
                env.path(Setting.WHISPER_MODEL),
                env.choice(Setting.WHISPER_DEVICE, Device.class),
                env.choice(Setting.WHISPER_PRECISION, Precision.class),
                env.optionalPath(Setting.WHISPER_LIBRARY).orElse(null),
                env.integer(Setting.WHISPER_LANES, 0, MOST),
                env.integer(Setting.WHISPER_THREADS, 0, MOST),
                env.integer(Setting.WHISPER_BEAM, 1, WIDEST_BEAM),
                env.path(Setting.SCRIBE_CACHE_DIR));
    }

    /** Whether ONNX Runtime is to be tried: who names a libwhisper or its engine wants that. */
    public boolean mayBeOnnx() {
        return engine == EngineChoice.ONNX || (engine == EngineChoice.AUTO && library == null);
    }

    public int onnxLanes() {
        return lanes == 0 ? ONNX_LANES : lanes;
    }

    public int onnxThreads() {
        return threads == 0 ? cores() : threads;
    }

    /** As many as keep every core busy once: more lanes than that make all of them slow. */
    public int whisperLanes() {
        if (threads == 0) {
            return lanes == 0 ? cores() : lanes;
        }
        return lanes == 0 ? threads : Math.min(lanes, threads);
    }

    /** For each lane: one, unless there are fewer lanes than threads. */
    public int whisperThreads() {
        return threads == 0 ? 1 : threads / whisperLanes();
    }

    /** The most chunks that are heard at once, whichever engine it comes to: as many partitions have work for all. */
    public int mostLanes() {
        return mayBeOnnx() ? onnxLanes() : whisperLanes();
    }

    private static String lower(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }

    private static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }
}
