package io.scribestream.transcriber;

import io.scribestream.runtime.ConfigException;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.Setting;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a transcriber is made of.
 *
 * @param model file with the weights
 * @param library a libwhisper to use instead of the one that comes along; null for that one
 * @param lanes how many chunks are heard at once
 * @param threads native threads that hear one chunk
 * @param chunkDeadline for all that is done to hear one chunk
 * @param cacheDir for what is unpacked and found out about library and model
 */
public record TranscriberConfig(
        Path model, @Nullable Path library, int lanes, int threads, Duration chunkDeadline, Path cacheDir) {

    private static final Duration SHORTEST_DEADLINE = Duration.ofSeconds(5);
    /** A broker ends transactions after 15 minutes where nobody says otherwise, and a chunk is heard inside of one. */
    private static final Duration LONGEST_DEADLINE = Duration.ofMinutes(12);

    private static final int MOST = 1024;

    public TranscriberConfig {
        if (lanes < 1 || lanes > MOST) {
            throw new ConfigException("WHISPER_LANES must be from 1 to " + MOST + ", was " + lanes);
        }
        if (threads < 1 || threads > MOST) {
            throw new ConfigException("WHISPER_THREADS must be from 1 to " + MOST + ", was " + threads);
        }
    }

    /**
     * @param env with a file as its model: names of models are for whoever fetches them
     * @throws ConfigException naming the setting that is wrong
     */
    public static TranscriberConfig from(Env env) {
        int threads = env.integer(Setting.WHISPER_THREADS, 1, MOST);
        int lanes = env.integer(Setting.WHISPER_LANES, 0, MOST);
        return new TranscriberConfig(
                env.path(Setting.WHISPER_MODEL),
                env.optionalPath(Setting.WHISPER_LIBRARY).orElse(null),
                lanes == 0 ? lanesFor(Runtime.getRuntime().availableProcessors(), threads) : lanes,
                threads,
                env.duration(Setting.SCRIBE_CHUNK_DEADLINE, SHORTEST_DEADLINE, LONGEST_DEADLINE),
                env.path(Setting.SCRIBE_CACHE_DIR));
    }

    /** As many as keep every core busy once: more lanes than that make all of them slow. */
    static int lanesFor(int cores, int threads) {
        return Math.max(1, cores / threads);
    }
}
