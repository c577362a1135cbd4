package io.scribestream.chunker;

import io.scribestream.runtime.ConfigException;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * Settings of the chunker.
 *
 * @param window chunks of all jobs that may be sent and not heard yet
 * @param weights what a client gets of the work against the others
 * @param cutters threads that decode and cut
 * @param places sources open at once; more than threads, since a source that waits for credits needs none
 * @param vadModel the model that tells speech from the rest
 * @param uploads folder of uploaded files, where no store is named for them
 * @param sourceDirs folders that sources of kind FILE may be in; none for no such source
 * @param fetching how sources that lie elsewhere are fetched
 * @param maxBytes largest source
 * @param maxDuration longest source
 * @param grace how long a job may stand still beyond its own estimate, while others move
 * @param admitted ids of the jobs that this process works on; others stay as they are in the store
 */
public record ChunkerConfig(
        int window,
        ClientWeights weights,
        int cutters,
        int places,
        Path vadModel,
        Path uploads,
        List<Path> sourceDirs,
        FetchConfig fetching,
        long maxBytes,
        Duration maxDuration,
        Duration grace,
        Predicate<String> admitted) {

    /** Each place costs a decoder process of about 60 MB. */
    private static final int PLACES = 4;

    public ChunkerConfig {
        if (window < 1) {
            throw new ConfigException(Setting.SCRIBE_CHUNK_WINDOW + " must be at least 1, was " + window);
        }
        if (cutters < 1) {
            throw new ConfigException(Setting.SCRIBE_CUTTERS + " must be at least 1, was " + cutters);
        }
        if (places < 1) {
            throw new ConfigException("at least 1 source must be open at once, was " + places);
        }
        sourceDirs = List.copyOf(sourceDirs);
    }

    public static ChunkerConfig from(Env env) {
        int window = env.integer(Setting.SCRIBE_CHUNK_WINDOW, 0, 100_000);
        int cutters = env.integer(Setting.SCRIBE_CUTTERS, 1, 1_000);
        int audioPartitions = env.integer(Setting.SCRIBE_AUDIO_PARTITIONS, 1, 10_000);
        return new ChunkerConfig(
                // One chunk being heard and one waiting behind it, for each lane.
                window == 0 ? 2 * audioPartitions : window,
                ClientWeights.from(env),
                cutters,
                Math.max(PLACES, cutters),
                env.path(Setting.VAD_MODEL),
                env.path(Setting.SCRIBE_UPLOAD_DIR),
                env.paths(Setting.SCRIBE_SOURCE_DIRS),
                FetchConfig.from(env),
                env.bytes(Setting.SCRIBE_MAX_SOURCE_BYTES),
                env.duration(Setting.SCRIBE_MAX_SOURCE_DURATION),
                env.duration(Setting.SCRIBE_JOB_GRACE),
                jobId -> true);
    }

    /** The same, for a process that works on some jobs only. */
    public ChunkerConfig admitting(Predicate<String> jobIds) {
        return new ChunkerConfig(
                window,
                weights,
                cutters,
                places,
                vadModel,
                uploads,
                sourceDirs,
                fetching,
                maxBytes,
                maxDuration,
                grace,
                jobIds);
    }
}
