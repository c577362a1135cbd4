package io.scribestream.transcriber.engine.probe;

import io.scribestream.runtime.EnvironmentException;
import io.scribestream.transcriber.engine.ggml.GgmlModel;
import io.scribestream.transcriber.engine.whispercpp.EngineConfig;
import io.scribestream.transcriber.engine.whispercpp.LibraryFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets a child process hear with a library and a model before this process trusts them. A library for another processor,
 * one with another layout, a model it cannot use: each ends the child, and comes back as a sentence.
 */
public final class EngineProbe {

    private static final Duration LIMIT = Duration.ofMinutes(3);

    private EngineProbe() {}

    /**
     * Probes, unless these files on this processor passed before. Only success is remembered.
     *
     * @throws EnvironmentException with what is wrong and what to do
     */
    public static ProbeReport check(EngineConfig config, Depth depth) {
        GgmlModel.check(config.model());
        LibraryFiles library = LibraryFiles.of(config);
        ProbeCache cache = ProbeCache.of(config, library);
        return cache.read(depth).orElseGet(() -> {
            ProbeReport report = run(config, library, depth);
            cache.write(report);
            return report;
        });
    }

    /** Probes in any case. */
    static ProbeReport run(EngineConfig config, LibraryFiles library, Depth depth) {
        List<String> arguments = new ArrayList<>(List.of(
                depth.name(),
                config.model().toString(),
                Integer.toString(config.threadsPerLane()),
                config.cacheDir().toString()));
        Path configured = config.library();
        if (configured != null) {
            arguments.add(configured.toString());
        }
        try (ChildJvm child = ChildJvm.start(ProbeMain.class, arguments)) {
            return Verdict.of(child.await(LIMIT), library.whisper());
        } catch (IOException e) {
            throw new EnvironmentException(
                    "the engine could not be tried in a process of its own: " + e.getMessage(), e);
        }
    }
}
