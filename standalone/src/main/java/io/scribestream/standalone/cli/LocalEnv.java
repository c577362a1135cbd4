package io.scribestream.standalone.cli;

import io.scribestream.runtime.Env;
import io.scribestream.runtime.Setting;
import io.scribestream.standalone.AppHome;
import io.scribestream.transcriber.engine.EngineSettings;
import java.nio.file.Path;

/** The settings of a process that holds everything, from what the command line said. */
final class LocalEnv {

    private LocalEnv() {}

    /** @param directory for all that this process keeps, unless the operator chose another place for it */
    static Env of(LocalSettings settings, LocalModel model, Path directory) {
        Env env = of(settings).with(Setting.WHISPER_MODEL, model.file().toString());
        env = unlessSet(
                env, Setting.SCRIBE_UPLOAD_DIR, directory.resolve("uploads").toString());
        env = unlessSet(
                env, Setting.SCRIBE_SPOOL_DIR, directory.resolve("spool").toString());
        env = unlessSet(env, Setting.SCRIBE_JOB_PARTITIONS, "1");
        env = unlessSet(env, Setting.SCRIBE_STANDBYS, "0");
        // As many partitions as threads: each chunk goes to the thread with the least to do.
        return unlessSet(
                env,
                Setting.SCRIBE_AUDIO_PARTITIONS,
                Integer.toString(EngineSettings.from(env).mostLanes()));
    }

    /** What holds before a model was found: the places on this machine, and the threads. */
    static Env of(LocalSettings settings) {
        Env env = unlessSet(
                settings.env().with(Setting.SCRIBE_CACHE_DIR, settings.cache().toString()),
                Setting.VAD_MODEL,
                AppHome.find().resolve(settings.env().text(Setting.VAD_MODEL)).toString());
        return settings.threads() == 0 ? env : env.with(Setting.WHISPER_THREADS, Integer.toString(settings.threads()));
    }

    private static Env unlessSet(Env env, Setting setting, String value) {
        return env.isSet(setting) ? env : env.with(setting, value);
    }
}
