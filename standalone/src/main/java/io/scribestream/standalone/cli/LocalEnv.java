package io.scribestream.standalone.cli;

import io.scribestream.runtime.Env;
import io.scribestream.runtime.Setting;
import io.scribestream.standalone.AppHome;
import io.scribestream.transcriber.engine.EngineSettings;
import java.nio.file.Path;

/** The settings of a process that holds everything, from what the command line said. */
final class LocalEnv {

    private LocalEnv() {}

    /** @param directory for all that this process keeps */
    static Env of(LocalSettings settings, LocalModel model, Path directory) {
        Env env = settings.env()
                .with(Setting.SCRIBE_UPLOAD_DIR, directory.resolve("uploads").toString())
                .with(Setting.WHISPER_MODEL, model.file().toString())
                .with(Setting.SCRIBE_JOB_PARTITIONS, "1")
                .with(Setting.SCRIBE_CACHE_DIR, settings.data().resolve("cache").toString());
        if (!env.isSet(Setting.VAD_MODEL)) {
            env = env.with(
                    Setting.VAD_MODEL,
                    AppHome.find().resolve(env.text(Setting.VAD_MODEL)).toString());
        }
        if (settings.threads() > 0) {
            env = env.with(Setting.WHISPER_LANES, Integer.toString(settings.threads()));
        }
        // As many partitions as threads: each chunk goes to the thread with the least to do.
        return env.with(
                Setting.SCRIBE_AUDIO_PARTITIONS,
                Integer.toString(EngineSettings.from(env).mostLanes()));
    }
}
