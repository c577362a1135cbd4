package io.scribestream.transcriber;

import io.scribestream.runtime.Flow;
import io.scribestream.runtime.Guards;
import io.scribestream.schemas.Topics;
import io.scribestream.transcriber.deadline.CallWatch;
import io.scribestream.transcriber.deadline.ChunkDeadline;
import io.scribestream.transcriber.ended.EndedJobs;
import io.scribestream.transcriber.engine.Engine;
import io.scribestream.transcriber.engine.probe.Engines;
import io.scribestream.transcriber.engine.probe.Speeds;
import io.scribestream.transcriber.journal.HearingJournal;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The transcriber with all it needs: the flow, the engine behind it, and what watches over that. */
public final class Transcriber implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Transcriber.class);

    private final Engine engine;
    private final CallWatch watch;
    private final HearingJournal journal;
    private final TranscriberFlow flow;

    private Transcriber(Engine engine, CallWatch watch, HearingJournal journal, TranscriberFlow flow) {
        this.engine = engine;
        this.watch = watch;
        this.journal = journal;
        this.flow = flow;
    }

    /**
     * Chooses the engine, tries it in a child process where that is needed and was not done before, and loads the model. Takes seconds.
     *
     * @param guards of this process
     * @throws io.scribestream.runtime.EnvironmentException if library or model cannot be used on this machine
     */
    public static Transcriber create(TranscriberConfig config, Guards guards) {
        Engine engine = Engines.open(config.engine());
        double cost = Speeds.rememberedCost(config.engine(), engine);
        try {
            return of(engine, config.deadlines(cost), config, guards);
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    /** With an engine that is open already; it is closed with this. */
    public static Transcriber of(Engine engine, TranscriberConfig config, Guards guards) {
        return of(engine, config.deadlines(0), config, guards);
    }

    private static Transcriber of(Engine engine, ChunkDeadline deadlines, TranscriberConfig config, Guards guards) {
        HearingJournal journal =
                HearingJournal.open(config.stateDir().resolve("transcriber-journal"), InstantSource.system());
        CallWatch watch = new CallWatch(lastResort(journal)).start();
        EngineRoom room =
                new EngineRoom(engine, guards, deadlines, watch, journal, new EndedJobs(Topics.AUDIO.retention()));
        return new Transcriber(engine, watch, journal, new TranscriberFlow(room, InstantSource.system()));
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
        watch.close();
        journal.close();
    }

    /** No native call can be ended from outside. What was not committed is done again by the process that comes next. */
    static CallWatch.LastResort lastResort(HearingJournal journal) {
        return (chunk, ran) -> {
            journal.stuck(chunk);
            LOG.atError()
                    .addKeyValue("chunk", chunk)
                    .addKeyValue("tookMs", ran.toMillis())
                    .log("a call to the engine does not come back, the process ends");
            System.err.println("scribe: the engine does not come back from chunk " + chunk + " after " + ran.toSeconds()
                    + " s; the process ends, to be started again");
            Runtime.getRuntime().halt(CallWatch.EXIT);
        };
    }
}
