package io.scribestream.transcriber;

import io.scribestream.runtime.Flow;
import io.scribestream.transcriber.engine.Engine;
import io.scribestream.transcriber.engine.probe.Engines;

/** The transcriber with all it needs: the flow and the engine behind it. */
public final class Transcriber implements AutoCloseable {

    private final Engine engine;
    private final TranscriberFlow flow;

    private Transcriber(Engine engine, TranscriberFlow flow) {
        this.engine = engine;
        this.flow = flow;
    }

    /**
     * Chooses the engine, tries it in a child process where that is needed and was not done before, and loads the model. Takes seconds.
     *
     * @throws io.scribestream.runtime.EnvironmentException if library or model cannot be used on this machine
     */
    public static Transcriber create(TranscriberConfig config) {
        Engine engine = Engines.open(config.engine());
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
