package io.scribestream.transcriber.engine.onnx.features;

/**
 * The power in each bin of 40 Hz, for many frames at once. Samples are real, so that one complex transform serves two
 * frames: one is its real part, one its imaginary. In doubles: a quiet frame beside a loud one keeps its digits.
 */
final class PowerSpectra {

    /** Frames at once: their spectra just fit the cache of a core. */
    static final int FRAMES = 64;

    private static final int BINS = Window.LENGTH / 2 + 1;
    private static final int LANES = FRAMES / 2;

    private final Fourier fourier = new Fourier(Window.LENGTH, LANES);
    private final double[] power = new double[BINS * FRAMES];

    /** @return {@code [201][FRAMES]}, row by row; overwritten by the next call */
    double[] of(Window sound, int firstFrame) {
        for (int lane = 0; lane < LANES; lane++) {
            sound.write(firstFrame + lane, fourier.re(), lane, LANES);
            sound.write(firstFrame + LANES + lane, fourier.im(), lane, LANES);
        }
        fourier.transform();
        for (int bin = 0; bin < BINS; bin++) {
            part(bin * LANES, (Window.LENGTH - bin) % Window.LENGTH * LANES, bin * FRAMES);
        }
        return power;
    }

    /** The spectrum of real samples mirrors itself, which tells the two apart. */
    private void part(int bin, int mirrored, int to) {
        double[] re = fourier.re();
        double[] im = fourier.im();
        for (int lane = 0; lane < LANES; lane++) {
            double firstRe = re[bin + lane] + re[mirrored + lane];
            double firstIm = im[bin + lane] - im[mirrored + lane];
            double secondRe = im[bin + lane] + im[mirrored + lane];
            double secondIm = re[mirrored + lane] - re[bin + lane];
            power[to + lane] = (firstRe * firstRe + firstIm * firstIm) / 4;
            power[to + LANES + lane] = (secondRe * secondRe + secondIm * secondIm) / 4;
        }
    }
}
