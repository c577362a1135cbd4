package io.scribestream.transcriber;

import io.scribestream.runtime.Env;
import io.scribestream.runtime.Setting;
import io.scribestream.transcriber.engine.EngineSettings;
import java.time.Duration;

/**
 * What a transcriber is made of.
 *
 * @param chunkDeadline for all that is done to hear one chunk
 */
public record TranscriberConfig(EngineSettings engine, Duration chunkDeadline) {

    private static final Duration SHORTEST_DEADLINE = Duration.ofSeconds(5);
    /** A broker ends transactions after 15 minutes where nobody says otherwise, and a chunk is heard inside of one. */
    private static final Duration LONGEST_DEADLINE = Duration.ofMinutes(12);

    /**
     * From the settings.
     *
     * @param env with a file as its model: names of models are for whoever fetches them
     * @throws io.scribestream.runtime.ConfigException naming the setting that is wrong
     */
    public static TranscriberConfig from(Env env) {
        return new TranscriberConfig(
                EngineSettings.from(env),
                env.duration(Setting.SCRIBE_CHUNK_DEADLINE, SHORTEST_DEADLINE, LONGEST_DEADLINE));
    }
}
