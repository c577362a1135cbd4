package io.scribestream.transcriber.engine.onnx.features;

import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.Lack;
import io.scribestream.transcriber.engine.ggml.MelFilters;
import java.util.Arrays;

/**
 * The log-mel spectrogram that Whisper was trained on, as OpenAI's {@code log_mel_spectrogram} makes it: windows of
 * 25 ms (Hann) every 10 ms, centred, the ends mirrored; the power in each mel band; its decimal logarithm, at most 8
 * below the loudest, plus 4, by 4. Immutable; may be shared by threads.
 */
public final class LogMel {

    public static final int SAMPLE_RATE = 16_000;

    /** Samples from one frame to the next: 10 ms. */
    public static final int HOP = 160;

    /** Frames of the 30 s that the encoder was trained on. */
    public static final int FRAMES = 3000;

    private static final double QUIETEST = 1e-10;
    private static final float RANGE = 8;

    private final Bands bands;

    /** @throws EnvironmentException if the filters are for windows of another length */
    public LogMel(MelFilters filters) {
        if (filters.nFft() != PowerSpectra.BINS) {
            throw new EnvironmentException(
                    Lack.MODEL_INVALID,
                    "the model has mel filters of " + filters.nFft() + " frequencies, where a" + " Whisper has "
                            + PowerSpectra.BINS + ": use another model");
        }
        this.bands = new Bands(filters);
    }

    /**
     * @param samples mono, 16 kHz, -1 to 1; cut, or followed by silence, to the length of the frames
     * @param frames of 10 ms: {@link #FRAMES}, or fewer where the encoder need not hear silence to the end
     * @return {@code [nMels][frames]}, row by row
     */
    public float[] of(float[] samples, int frames) {
        float[] mel = new float[bands.count() * frames];
        Arrays.fill(mel, (float) Math.log10(QUIETEST));
        Window sound = new Window(samples, frames);
        PowerSpectra spectra = new PowerSpectra();
        double[] energy = new double[PowerSpectra.FRAMES];
        for (int first = 0; first < sound.audible(); first += energy.length) {
            double[][] power = spectra.of(sound, first);
            int count = Math.min(energy.length, frames - first);
            for (int band = 0; band < bands.count(); band++) {
                bands.hear(band, power, energy);
                for (int i = 0; i < count; i++) {
                    mel[band * frames + first + i] = (float) Math.log10(Math.max(QUIETEST, energy[i]));
                }
            }
        }
        normalise(mel);
        return mel;
    }

    private static void normalise(float[] mel) {
        float loudest = Float.NEGATIVE_INFINITY;
        for (float value : mel) {
            loudest = Math.max(loudest, value);
        }
        float least = loudest - RANGE;
        for (int i = 0; i < mel.length; i++) {
            mel[i] = (Math.max(mel[i], least) + 4) / 4;
        }
    }
}
