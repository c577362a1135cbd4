package io.scribestream.chunker;

import io.scribestream.runtime.ConfigException;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.Setting;
import java.util.function.Predicate;

/**
 * Settings of the chunker.
 *
 * @param window chunks of all jobs that may be sent and not heard yet
 * @param cutters threads that decode and cut
 * @param places sources open at once; more than threads, since a source that waits for credits needs none
 * @param admitted ids of the jobs that this process works on; others stay as they are in the store
 */
record ChunkerConfig(int window, int cutters, int places, Predicate<String> admitted) {

    static final int PLACES = 4;

    ChunkerConfig {
        if (window < 1) {
            throw new ConfigException(Setting.SCRIBE_CHUNK_WINDOW + " must be at least 1, was " + window);
        }
        if (cutters < 1) {
            throw new ConfigException(Setting.SCRIBE_CUTTERS + " must be at least 1, was " + cutters);
        }
        if (places < 1) {
            throw new ConfigException("there must be a place for at least 1 open source, was " + places);
        }
    }

    static ChunkerConfig from(Env env) {
        int window = env.integer(Setting.SCRIBE_CHUNK_WINDOW, 0, 100_000);
        int cutters = env.integer(Setting.SCRIBE_CUTTERS, 1, 1_000);
        int twiceTheLanes = 2 * env.integer(Setting.SCRIBE_AUDIO_PARTITIONS, 1, 10_000);
        return new ChunkerConfig(
                window == 0 ? twiceTheLanes : window, cutters, Math.max(PLACES, cutters), jobId -> true);
    }

    ChunkerConfig admitting(Predicate<String> jobs) {
        return new ChunkerConfig(window, cutters, places, jobs);
    }
}
