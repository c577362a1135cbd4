package io.scribestream.standalone.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.chunker.decode.DecodeLimits;
import io.scribestream.chunker.decode.FfmpegDecoder;
import io.scribestream.chunker.decode.PcmSource;
import io.scribestream.testkit.Corpus;
import io.scribestream.testkit.Corpus.Recording;
import io.scribestream.testkit.HeardText;
import io.scribestream.testkit.HeardText.Segment;
import io.scribestream.testkit.Normalizer;
import io.scribestream.testkit.Sounds;
import io.scribestream.testkit.WordErrorRate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user asks of languages beyond naming one. */
class LanguagesIT {

    private static final int PAUSE_SAMPLES = 2 * PcmSource.RATE;

    private static final float PEAK = 0.5f;

    /** The worst part has about half of it; in a wrong language next to no word is right. */
    private static final double MOST_ERRORS = 0.5;

    @TempDir
    Path home;

    private ScribeCommand scribe;
    private Path json;

    @BeforeEach
    void use() {
        scribe = ScribeCommand.in(home);
        json = home.resolve("heard.json");
    }

    /** A recording within a longer one, in seconds of that. */
    private record Part(Recording recording, double start, double end) {

        List<Segment> heardIn(HeardText heard) {
            return heard.segments().stream()
                    .filter(segment -> segment.middle() >= start && segment.middle() < end)
                    .toList();
        }
    }

    @Test
    void hearsEachPartOfARecordingThatChangesItsLanguage() throws Exception {
        List<Part> parts = new ArrayList<>();
        Path talk = joined(parts, "fleurs-en-002", "fleurs-de-001", "fleurs-fr-000", "fleurs-en-000");

        Finished finished = scribe.run("transcribe", talk, "-l", "multi", "-o", json, "--quiet");

        assertThat(finished).isEqualTo(new Finished(0, "", ""));
        HeardText heard = HeardText.read(json);
        for (Part part : parts) {
            List<Segment> segments = part.heardIn(heard);
            assertThat(segments)
                    .as(segments.toString())
                    .extracting(Segment::language)
                    .containsOnly(part.recording().language());
            String text = String.join(" ", segments.stream().map(Segment::text).toList());
            WordErrorRate errors = WordErrorRate.of(
                    part.recording().text(), text, part.recording().language());
            assertThat(errors.rate()).as(errors.differences()).isLessThanOrEqualTo(MOST_ERRORS);
        }
    }

    @Test
    void translatesIntoEnglishAndStillSaysWhatWasSpoken() throws Exception {
        Path german = Corpus.require("fleurs/fleurs-de-001.ogg");

        Finished finished = scribe.run("transcribe", german, "--translate", "-o", json, "--quiet");

        assertThat(finished).isEqualTo(new Finished(0, "", ""));
        HeardText heard = HeardText.read(json);
        assertThat(Normalizer.of("en").words(heard.text())).contains("everything", "water", "big", "dinosaur");
        assertThat(heard.language()).isEqualTo("de");
        assertThat(heard.segments()).extracting(Segment::language).containsOnly("de");
    }

    /** One recording behind the other, as people take turns before the same microphone. */
    private Path joined(List<Part> parts, String... names) throws IOException {
        float[] all = new float[0];
        try (FfmpegDecoder decoder = new FfmpegDecoder(DecodeLimits.of(1))) {
            for (String name : names) {
                Recording recording = Corpus.recordings("fleurs/" + name).get(0);
                float[] speech = asLoudAsOthers(samples(decoder, recording.file()));
                int start = all.length;
                all = Arrays.copyOf(all, start + speech.length + PAUSE_SAMPLES);
                System.arraycopy(speech, 0, all, start, speech.length);
                parts.add(new Part(recording, (double) start / PcmSource.RATE, (double) all.length / PcmSource.RATE));
            }
        }
        return Sounds.wav(home.resolve("talk.wav"), all);
    }

    /** The recordings differ by 40 dB; what stays as quiet behind a loud voice is taken for a voice in the background. */
    private static float[] asLoudAsOthers(float[] speech) {
        float peak = 0;
        for (float sample : speech) {
            peak = Math.max(peak, Math.abs(sample));
        }
        for (int i = 0; i < speech.length; i++) {
            speech[i] *= PEAK / peak;
        }
        return speech;
    }

    private static float[] samples(FfmpegDecoder decoder, Path file) {
        float[] all = new float[0];
        short[] block = new short[PcmSource.RATE];
        try (PcmSource pcm = decoder.open(file)) {
            for (int read = pcm.read(block, 0, block.length); read >= 0; read = pcm.read(block, 0, block.length)) {
                int start = all.length;
                all = Arrays.copyOf(all, start + read);
                for (int i = 0; i < read; i++) {
                    all[start + i] = block[i] / 32_768f;
                }
            }
        }
        return all;
    }
}
