package io.scribestream.standalone.cli;

import io.scribestream.runtime.Setting;
import io.scribestream.standalone.AppHome;
import io.scribestream.standalone.models.KnownModel;
import io.scribestream.standalone.models.ModelFetcher;
import io.scribestream.standalone.models.Models;
import io.scribestream.transcriber.engine.ggml.ModelSum;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The model of a command: where it lies and what it is.
 *
 * @param sum first 12 digits of its SHA-256
 */
record LocalModel(Path file, String sum) {

    /** @throws io.scribestream.runtime.EnvironmentException if there is none and none can be had */
    static LocalModel find(LocalSettings settings, Screen screen) {
        return find(settings, new Fetching(screen));
    }

    /** The same without a word about a fetch. */
    static LocalModel findQuietly(LocalSettings settings) {
        return find(settings, (model, done) -> {});
    }

    private static LocalModel find(LocalSettings settings, ModelFetcher.Progress progress) {
        Path home = AppHome.find();
        URI base = URI.create(settings.env().uri(Setting.SCRIBE_MODEL_BASE_URL) + "/");
        Models models = new Models(home.resolve("models"), settings.data().resolve("models"), new ModelFetcher(base));
        boolean asShipped =
                settings.model().equals(Setting.WHISPER_MODEL.defaultText().orElse(""));
        Path file = models.find(asShipped ? home.resolve(settings.model()).toString() : settings.model(), progress);
        return new LocalModel(file, ModelSum.of(file, settings.cache()));
    }

    /** A line for every tenth part of a fetch. */
    private static final class Fetching implements ModelFetcher.Progress {

        private final Screen screen;
        private long tenths = -1;

        Fetching(Screen screen) {
            this.screen = screen;
        }

        @Override
        public void at(KnownModel model, long bytesDone) {
            long now = 10 * bytesDone / model.bytes();
            if (now != tenths) {
                tenths = now;
                screen.say(String.format(
                        Locale.ROOT,
                        "fetching the model %s: %d of %d MB",
                        model.name(),
                        bytesDone / 1_000_000,
                        model.bytes() / 1_000_000));
            }
        }
    }
}
