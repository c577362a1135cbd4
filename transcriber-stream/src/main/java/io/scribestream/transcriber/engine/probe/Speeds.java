package io.scribestream.transcriber.engine.probe;

import io.scribestream.runtime.EnvironmentException;
import io.scribestream.transcriber.engine.Engine;
import io.scribestream.transcriber.engine.EngineChoice;
import io.scribestream.transcriber.engine.EngineSettings;
import io.scribestream.transcriber.engine.onnx.OnnxConfig;
import io.scribestream.transcriber.engine.whispercpp.EngineConfig;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How fast each engine is on this machine with a model: one chunk alone, on as many threads as there are cores.
 *
 * @param reports of engines that work
 * @param failures of those that do not, a sentence each
 */
public record Speeds(Map<EngineChoice, ProbeReport> reports, Map<EngineChoice, String> failures) {

    public Speeds {
        reports = Map.copyOf(reports);
        failures = Map.copyOf(failures);
    }

    /**
     * Measures the engines that these settings leave to choose from, each in a process of its own, unless that was done
     * before. Takes some seconds for each.
     *
     * @throws EnvironmentException if none of them works
     */
    public static Speeds measure(EngineSettings settings) {
        Map<EngineChoice, ProbeReport> reports = new EnumMap<>(EngineChoice.class);
        Map<EngineChoice, String> failures = new EnumMap<>(EngineChoice.class);
        List<EnvironmentException> all = new ArrayList<>();
        for (Candidate candidate : candidates(settings)) {
            try {
                reports.put(candidate.engine(), EngineProbe.check(candidate, Depth.MEASURE));
            } catch (EnvironmentException e) {
                failures.put(candidate.engine(), String.valueOf(e.getMessage()));
                all.add(e);
            }
        }
        if (reports.isEmpty()) {
            throw all.get(0);
        }
        return new Speeds(reports, failures);
    }

    /** What was measured before; costs nothing worth mention. */
    static Speeds remembered(EngineSettings settings) {
        Map<EngineChoice, ProbeReport> reports = new EnumMap<>(EngineChoice.class);
        for (Candidate candidate : candidates(settings)) {
            Optional<ProbeReport> report = ProbeCache.of(candidate).read(Depth.MEASURE);
            if (report.isEmpty()) {
                break; // to compare one with nothing is of no use, and the next one's library may have to be unpacked
            }
            reports.put(candidate.engine(), report.get());
        }
        return new Speeds(reports, Map.of());
    }

    /**
     * What was measured before of an engine that these settings led to: seconds that a lane takes for a second of sound
     * while all its lanes are at work, as if they took turns; 0 where nothing was measured.
     */
    public static double rememberedCost(EngineSettings settings, Engine engine) {
        EngineChoice choice =
                engine.name().startsWith(EngineChoice.ONNX.toString()) ? EngineChoice.ONNX : EngineChoice.WHISPER_CPP;
        return Optional.ofNullable(remembered(settings).reports().get(choice))
                .filter(ProbeReport::measured)
                .map(report -> engine.lanes() / report.timesRealTime())
                .orElse(0.0);
    }

    /** The fastest one that works; ONNX Runtime where nothing was measured, since it is wherever it was. */
    public EngineChoice faster() {
        return reports.entrySet().stream()
                .reduce((one, other) ->
                        other.getValue().windowSeconds() < one.getValue().windowSeconds() ? other : one)
                .map(Map.Entry::getKey)
                .orElse(EngineChoice.ONNX);
    }

    private static List<Candidate> candidates(EngineSettings settings) {
        int cores = Runtime.getRuntime().availableProcessors();
        List<Candidate> candidates = new ArrayList<>();
        if (settings.mayBeOnnx()) {
            candidates.add(new OnnxCandidate(OnnxConfig.of(settings, 1, cores)));
        }
        if (settings.engine() != EngineChoice.ONNX) {
            candidates.add(new WhisperCppCandidate(EngineConfig.of(settings, 1, cores)));
        }
        return candidates;
    }
}
