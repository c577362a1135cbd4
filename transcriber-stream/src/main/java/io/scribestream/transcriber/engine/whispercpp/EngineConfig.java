package io.scribestream.transcriber.engine.whispercpp;

import io.scribestream.runtime.ConfigException;
import io.scribestream.transcriber.engine.EngineSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What an engine is made of.
 *
 * @param model ggml file with the weights
 * @param library a libwhisper, or the folder it lies in; null for the one that is part of this program
 * @param lanes how many chunks are heard at once; each costs memory for its native state, 85 MB with the base model
 * @param threadsPerLane native threads for a chunk while all lanes are busy; 1 is best where there are as many lanes as
 *     cores. A chunk that begins alone takes the threads of the idle lanes too
 * @param beam texts that are followed side by side in the first attempt at a chunk
 * @param cacheDir where unpacked natives, sums of models and the results of probes are kept; made if absent
 */
public record EngineConfig(Path model, @Nullable Path library, int lanes, int threadsPerLane, int beam, Path cacheDir) {

    public EngineConfig {
        if (lanes < 1) {
            throw new ConfigException("an engine needs at least 1 lane, was " + lanes);
        }
        if (threadsPerLane < 1) {
            throw new ConfigException("WHISPER_THREADS must be at least 1, was " + threadsPerLane);
        }
        if (beam < 1) {
            throw new ConfigException("a beam has at least 1 text, was " + beam);
        }
        model = model.toAbsolutePath().normalize();
        library = library == null ? null : library.toAbsolutePath().normalize();
        cacheDir = cacheDir.toAbsolutePath().normalize();
    }

    public static EngineConfig of(EngineSettings settings) {
        return of(settings, settings.whisperLanes(), settings.whisperThreads());
    }

    /** With other lanes and threads. */
    public static EngineConfig of(EngineSettings settings, int lanes, int threadsPerLane) {
        return new EngineConfig(
                settings.model(), settings.library(), lanes, threadsPerLane, settings.beam(), settings.cacheDir());
    }
}
