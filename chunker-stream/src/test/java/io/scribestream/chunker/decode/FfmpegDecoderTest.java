package io.scribestream.chunker.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scribestream.runtime.RejectedException;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.schemas.Reason;
import io.scribestream.testkit.SilentFlac;
import io.scribestream.testkit.Sounds;
import io.scribestream.testkit.Sounds.Encoding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FfmpegDecoderTest {

    /** Of a sine of half the full amplitude. */
    private static final double TONE_LOUDNESS = 0.5 / Math.sqrt(2);

    private static FfmpegDecoder decoder;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        decoder = new FfmpegDecoder(DecodeLimits.of(3));
        decoder.warmUp();
    }

    @AfterAll
    static void stop() {
        decoder.close();
    }

    @ParameterizedTest
    @CsvSource({
        "8000, 1, PCM_S16",
        "11025, 1, PCM_S16",
        "16000, 1, PCM_S16",
        "16000, 2, FLOAT_32",
        "44100, 2, PCM_S24",
        "48000, 2, FLOAT_32",
        "192000, 2, PCM_S24",
        "192000, 1, FLOAT_32",
    })
    void keepsLengthAndLoudnessOfEveryRateAndSampleFormat(int rate, int channels, Encoding encoding)
            throws IOException {
        float[] tone = Sounds.spread(Sounds.tone(rate, 3, 440), channels);
        Path file = Sounds.wav(folder.resolve("tone.wav"), rate, channels, encoding, tone);

        Decoded decoded = Decoded.from(decoder, file);

        assertThat(decoded.seconds()).isCloseTo(3, within(0.002));
        assertThat(decoded.declaredSeconds()).isCloseTo(3, within(0.001));
        assertThat(decoded.loudness()).isCloseTo(TONE_LOUDNESS, within(0.01));
        assertThat(decoded.damage()).isEmpty();
    }

    @Test
    void givesSixteenKilohertzMonoAsItIs() throws IOException {
        float[] noise = Sounds.noise(16_000, 1.5, 0.9, 7);
        Path file = Sounds.wav(folder.resolve("noise.wav"), noise);

        Decoded decoded = Decoded.from(decoder, file);

        short[] expected = new short[noise.length];
        for (int i = 0; i < noise.length; i++) {
            expected[i] = (short) Math.round(noise[i] * Short.MAX_VALUE);
        }
        assertThat(decoded.firstSamples()).isEqualTo(expected);
    }

    @Test
    void hearsTheCentreOfSurroundSoundAndNothingClips() throws IOException {
        float[] voice = Sounds.tone(48_000, 2, 440);
        float[] surround = new float[voice.length * 6];
        for (int i = 0; i < voice.length; i++) {
            surround[i * 6 + 2] = voice[i];
        }
        Path centre = Sounds.wav(folder.resolve("centre.wav"), 48_000, 6, Encoding.PCM_S16, surround);
        Path all = Sounds.wav(folder.resolve("all.wav"), 48_000, 6, Encoding.PCM_S16, Sounds.spread(voice, 6));

        Decoded heard = Decoded.from(decoder, centre);
        Decoded full = Decoded.from(decoder, all);

        assertThat(heard.seconds()).isCloseTo(2, within(0.002));
        assertThat(heard.loudness()).isBetween(TONE_LOUDNESS / 5, TONE_LOUDNESS);
        assertThat(full.loudness()).isCloseTo(TONE_LOUDNESS, within(0.01));
    }

    @ParameterizedTest
    @CsvSource({"9", "13", "32"})
    void averagesChannelsWhoseMeaningIsUnknown(int channels) throws IOException {
        float[] tone = Sounds.spread(Sounds.tone(16_000, 1, 440), channels);
        Path file = Sounds.wav(folder.resolve("many.wav"), 16_000, channels, Encoding.PCM_S16, tone);

        Decoded decoded = Decoded.from(decoder, file);

        assertThat(decoded.seconds()).isCloseTo(1, within(0.002));
        assertThat(decoded.loudness()).isCloseTo(TONE_LOUDNESS, within(0.01));
    }

    @Test
    void acceptsASingleSample() throws IOException {
        Path file = Sounds.wav(folder.resolve("one.wav"), new float[] {0.25f});

        Decoded decoded = Decoded.from(decoder, file);

        assertThat(decoded.samples()).isEqualTo(1);
        assertThat(decoded.damage()).isEmpty();
    }

    @Test
    void opensNamesThatLookLikeProtocolsOrAreNotAscii() throws IOException {
        float[] tone = Sounds.tone(16_000, 0.5, 440);
        for (String name : new String[] {"concat:a|b.wav", "100%25 of it?.wav", "-i.wav"}) {
            Path file = Sounds.wav(folder.resolve(name), tone);

            assertThat(Decoded.from(decoder, file).samples()).as(name).isEqualTo(8_000);
        }
    }

    @Test
    void decodesTenHoursOfSilenceFromASmallFile() throws IOException {
        Path file = SilentFlac.write(folder.resolve("silence.flac"), Duration.ofHours(10));

        Decoded decoded = Decoded.from(decoder, file);

        assertThat(decoded.seconds()).isCloseTo(36_000, within(2.1));
        assertThat(decoded.loudness()).isZero();
        assertThat(decoded.damage()).isEmpty();
    }

    @Test
    void readsSeveralSourcesAtOnceEachFromAProcessOfItsOwn() throws IOException {
        Path low = Sounds.wav(folder.resolve("low.wav"), Sounds.tone(16_000, 60, 100));
        Path high = Sounds.wav(folder.resolve("high.wav"), Sounds.noise(16_000, 60, 0.1, 1));
        short[] ofLow = new short[1_000];
        short[] ofHigh = new short[1_000];

        try (PcmSource one = decoder.open(low);
                PcmSource other = decoder.open(high)) {
            one.read(ofLow, 0, 1_000);
            other.read(ofHigh, 0, 1_000);
        }

        assertThat(ofLow).isNotEqualTo(ofHigh);
    }

    @Test
    void sendsAwayWhoComesWhenAllPlacesAreTaken() throws IOException {
        Path file = Sounds.wav(folder.resolve("tone.wav"), Sounds.tone(16_000, 60, 100));
        try (FfmpegDecoder small = new FfmpegDecoder(DecodeLimits.of(1))) {
            try (PcmSource open = small.open(file)) {
                assertThat(open.declaredSeconds()).isEqualTo(60);
                assertThatThrownBy(() -> small.open(file)).isInstanceOf(UnavailableException.class);
            }
            assertThat(Decoded.from(small, file).seconds()).isEqualTo(60);
        }
    }

    @Test
    void refusesWhatIsLongerThanTheLimitAtOnceOrWhenItGetsThere() throws IOException {
        DecodeLimits limits = new DecodeLimits(Duration.ofSeconds(10), 1 << 20, 1, Duration.ofSeconds(60));
        Path honest = Sounds.wav(folder.resolve("honest.wav"), Sounds.tone(16_000, 12, 440));
        Path silent = Sounds.wavPromising(folder.resolve("silent.wav"), 0, Sounds.tone(16_000, 12, 440));
        Path large = Sounds.wav(folder.resolve("large.wav"), Sounds.tone(16_000, 40, 440));
        try (FfmpegDecoder strict = new FfmpegDecoder(limits)) {
            assertRefused(() -> strict.open(honest), Reason.TOO_LONG, "limit");
            assertRefused(() -> Decoded.from(strict, silent), Reason.TOO_LONG, "limit");
            assertRefused(() -> strict.open(large), Reason.TOO_LARGE, "limit");
        }
    }

    @Test
    void saysWhenThereIsNoProcessToBeHad() throws IOException {
        Path file = Sounds.wav(folder.resolve("tone.wav"), Sounds.tone(16_000, 1, 440));
        try (FfmpegDecoder broken = new FfmpegDecoder(
                DecodeLimits.of(1), List.of(folder.resolve("no-java").toString()))) {
            broken.warmUp();
            assertThatThrownBy(() -> broken.open(file)).isInstanceOf(UnavailableException.class);
        }
        assertThat(Files.exists(file)).isTrue();
    }

    @Test
    void tellsTheVersionOfFfmpeg() {
        assertThat(decoder.version()).matches("\\d+\\.\\d+.*");
    }

    static void assertRefused(ThrowingCallable call, Reason reason, String says) {
        assertThatThrownBy(call).isInstanceOfSatisfying(RejectedException.class, refused -> {
            assertThat(refused.reason()).isEqualTo(reason);
            assertThat(refused.getMessage()).contains(says).endsWith(".");
        });
    }
}
