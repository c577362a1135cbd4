package io.scribestream.transcriber.engine.probe;

import io.scribestream.transcriber.engine.Engine;
import io.scribestream.transcriber.engine.EngineChoice;
import io.scribestream.transcriber.engine.onnx.OnnxConfig;
import io.scribestream.transcriber.engine.onnx.OnnxEngine;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Optional;

/** Whisper on ONNX Runtime. */
record OnnxCandidate(OnnxConfig config) implements Candidate {

    @Override
    public EngineChoice engine() {
        return EngineChoice.ONNX;
    }

    @Override
    public Path model() {
        return config.model();
    }

    @Override
    public int threads() {
        return config.threads();
    }

    @Override
    public Path cacheDir() {
        return config.cacheDir();
    }

    @Override
    public List<String> more() {
        return List.of(config.device().name(), config.precision().name(), Integer.toString(config.beam()));
    }

    /** Our own jar: it builds the graphs. */
    @Override
    public List<Path> parts() {
        return Optional.ofNullable(OnnxEngine.class.getProtectionDomain().getCodeSource())
                .map(CodeSource::getLocation)
                .filter(location -> location.getProtocol().equals("file"))
                .map(location -> List.of(Path.of(location.getPath())))
                .orElse(List.of());
    }

    @Override
    public Engine load(Depth depth) {
        return OnnxEngine.load(config);
    }

    @Override
    public String subject() {
        return "ONNX Runtime";
    }

    @Override
    public String wayOut() {
        return "set WHISPER_ENGINE to whisper.cpp";
    }
}
