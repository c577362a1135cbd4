package io.scribestream.transcriber;

import io.scribestream.runtime.Env;
import io.scribestream.runtime.Setting;
import io.scribestream.transcriber.deadline.ChunkDeadline;
import io.scribestream.transcriber.engine.EngineSettings;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a transcriber is made of.
 *
 * @param leastDeadline time that every chunk gets
 * @param longestDeadline that no chunk gets more than
 * @param stateDir for the journal of what is being heard
 */
public record TranscriberConfig(
        EngineSettings engine, Duration leastDeadline, Duration longestDeadline, Path stateDir) {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    /**
     * From the settings.
     *
     * @param env with a file as its model: names of models are for whoever fetches them
     * @throws io.scribestream.runtime.ConfigException naming the setting that is wrong
     */
    public static TranscriberConfig from(Env env) {
        Duration least = env.duration(Setting.SCRIBE_CHUNK_DEADLINE_LEAST, SHORTEST, LONGEST);
        return new TranscriberConfig(
                EngineSettings.from(env),
                least,
                env.duration(Setting.SCRIBE_CHUNK_DEADLINE, least, LONGEST),
                env.path(Setting.SCRIBE_STATE_DIR));
    }

    /** @param cost seconds that a lane takes for a second of speech with all lanes at work; 0 where that is not known */
    ChunkDeadline deadlines(double cost) {
        return new ChunkDeadline(leastDeadline, longestDeadline, cost);
    }
}
