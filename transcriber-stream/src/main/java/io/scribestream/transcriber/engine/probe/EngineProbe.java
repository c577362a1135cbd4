package io.scribestream.transcriber.engine.probe;

import io.scribestream.runtime.EnvironmentException;
import io.scribestream.transcriber.engine.ggml.GgmlModel;
import io.scribestream.transcriber.engine.whispercpp.EngineConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets a child process hear with an engine and a model before this process trusts them. A library for another processor,
 * one with another layout, a model it cannot use: each ends the child, and comes back as a sentence.
 */
public final class EngineProbe {

    private static final Duration LIMIT = Duration.ofMinutes(3);

    private EngineProbe() {}

    /** {@link #check(Candidate, Depth)} of a libwhisper. */
    public static ProbeReport check(EngineConfig config, Depth depth) {
        return check(new WhisperCppCandidate(config), depth);
    }

    /**
     * Probes, unless these files on this processor passed before. Only success is remembered.
     *
     * @throws EnvironmentException with what is wrong and what to do
     */
    static ProbeReport check(Candidate candidate, Depth depth) {
        GgmlModel.check(candidate.model());
        ProbeCache cache = ProbeCache.of(candidate);
        return cache.read(depth).orElseGet(() -> {
            ProbeReport report = run(candidate, depth);
            cache.write(report);
            return report;
        });
    }

    private static ProbeReport run(Candidate candidate, Depth depth) {
        List<String> arguments = new ArrayList<>(List.of(
                candidate.engine().name(),
                depth.name(),
                candidate.model().toString(),
                Integer.toString(candidate.threads()),
                candidate.cacheDir().toString()));
        arguments.addAll(candidate.more());
        try (ChildJvm child = ChildJvm.start(ProbeMain.class, arguments)) {
            return Verdict.of(child.await(LIMIT), candidate.subject(), candidate.wayOut());
        } catch (IOException e) {
            throw new EnvironmentException(
                    "the engine could not be tried in a process of its own: " + e.getMessage(), e);
        }
    }
}
