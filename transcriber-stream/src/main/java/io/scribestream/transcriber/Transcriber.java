package io.scribestream.transcriber;

import io.scribestream.runtime.Flow;
import io.scribestream.transcriber.engine.Engine;
import io.scribestream.transcriber.engine.probe.WhisperEngines;
import io.scribestream.transcriber.engine.whispercpp.EngineConfig;

/** The transcriber with all it needs: the flow and the engine behind it. */
public final class Transcriber implements AutoCloseable {

    private final Engine engine;
    private final TranscriberFlow flow;

    private Transcriber(Engine engine, TranscriberFlow flow) {
        this.engine = engine;
        this.flow = flow;
    }

    /**
     * Tries the engine in a child process where that was not done before, then loads the model. Takes seconds.
     *
     * @throws io.scribestream.runtime.EnvironmentException if library or model cannot be used on this machine
     */
    public static Transcriber create(TranscriberConfig config) {
        Engine engine = WhisperEngines.open(EngineConfig.of(config.engine()));
        return new Transcriber(engine, new TranscriberFlow(engine, config.chunkDeadline()));
    }

    /** To be run until before this is closed. */
    public Flow flow() {
        return flow;
    }

    /** Ends the calls to the engine, so that a stop does not wait for them; their chunks are heard after a restart. */
    public void stopHearing() {
        flow.stopHearing();
    }

    /** Frees the model. */
    @Override
    public void close() {
        engine.close();
    }
}
