package io.scribestream.transcriber.engine.probe;

import io.scribestream.transcriber.engine.Engine;
import io.scribestream.transcriber.engine.EngineChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** An engine with a model, to be tried in a process of its own. */
interface Candidate {

    EngineChoice engine();

    Path model();

    /** Native threads that hear the sound of a probe. */
    int threads();

    Path cacheDir();

    /** What a child needs to know besides these. */
    List<String> more();

    /** Whatever changes what it is, besides the model. */
    List<Path> parts() throws IOException;

    /** Loads it into this process, with one lane. */
    Engine load(Depth depth);

    /** As the subject of a sentence about how it ended. */
    String subject();

    /** What one can do if it does not work. */
    String wayOut();
}
