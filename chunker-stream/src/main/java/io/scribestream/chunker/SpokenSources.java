package io.scribestream.chunker;

import io.scribestream.chunker.cut.Cut;
import io.scribestream.chunker.cut.CutSettings;
import io.scribestream.chunker.cut.Cutter;
import io.scribestream.chunker.decode.FfmpegDecoder;
import io.scribestream.chunker.decode.PcmSource;
import io.scribestream.chunker.source.SourceReader;
import io.scribestream.chunker.vad.SileroModel;
import io.scribestream.schemas.Languages;
import io.scribestream.schemas.avro.TranscriptionJob;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Sources as they are: found, decoded by FFmpeg, cut where Silero hears speech. */
final class SpokenSources implements SourceOpener {

    private final SourceReader sources;
    private final FfmpegDecoder decoder;
    private final SileroModel model;

    SpokenSources(SourceReader sources, FfmpegDecoder decoder, SileroModel model) {
        this.sources = sources;
        this.decoder = decoder;
        this.model = model;
    }

    @Override
    public OpenSource open(TranscriptionJob job) {
        boolean changing = job.getOptions().getLanguage().equals(Languages.MULTI);
        Path file = sources.locate(job.getJobId(), job.getSource());
        PcmSource sound = decoder.open(file);
        return new Spoken(
                sound,
                new Cutter(
                        sound::read,
                        model.detector(),
                        changing ? CutSettings.forChangingLanguages() : CutSettings.defaults()));
    }

    private record Spoken(PcmSource sound, Cutter cutter) implements OpenSource {

        @Override
        public @Nullable Cut next() {
            return cutter.next();
        }

        @Override
        public double declaredSeconds() {
            return sound.declaredSeconds();
        }

        @Override
        public long samples() {
            return cutter.samples();
        }

        @Override
        public String damage() {
            return sound.damage();
        }

        @Override
        public void close() {
            try (cutter) {
                sound.close();
            }
        }
    }
}
