package io.scribestream.transcriber.engine.probe;

import io.scribestream.transcriber.engine.Engine;
import io.scribestream.transcriber.engine.EngineChoice;
import io.scribestream.transcriber.engine.whispercpp.EngineConfig;
import io.scribestream.transcriber.engine.whispercpp.LibraryFiles;
import io.scribestream.transcriber.engine.whispercpp.WhisperCppEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A libwhisper. */
record WhisperCppCandidate(EngineConfig config) implements Candidate {

    @Override
    public EngineChoice engine() {
        return EngineChoice.WHISPER_CPP;
    }

    @Override
    public Path model() {
        return config.model();
    }

    @Override
    public int threads() {
        return config.threadsPerLane();
    }

    @Override
    public Path cacheDir() {
        return config.cacheDir();
    }

    @Override
    public List<String> more() {
        Path library = config.library();
        String beam = Integer.toString(config.beam());
        return library == null ? List.of(beam) : List.of(beam, library.toString());
    }

    @Override
    public List<Path> parts() throws IOException {
        return LibraryFiles.of(config).all();
    }

    @Override
    public Engine load(Depth depth) {
        return depth == Depth.MEASURE ? WhisperCppEngine.load(config) : WhisperCppEngine.loadToTry(config);
    }

    @Override
    public String subject() {
        return "the engine library " + LibraryFiles.of(config).whisper();
    }

    @Override
    public String wayOut() {
        return "use another build of whisper.cpp 1.7.1 to 1.9.x, or leave WHISPER_LIBRARY unset";
    }
}
