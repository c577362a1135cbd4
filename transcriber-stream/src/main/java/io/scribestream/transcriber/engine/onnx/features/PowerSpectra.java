package io.scribestream.transcriber.engine.onnx.features;

/**
 * The power in each bin of 40 Hz, for many frames at once. Samples are real, so that one complex transform serves two
 * frames: one is its real part, one its imaginary.
 */
final class PowerSpectra {

    /** Frames at once: their spectra just fit the cache of a core. */
    static final int FRAMES = 64;

    /** Of a window, from 0 to 8 kHz. */
    static final int BINS = Window.LENGTH / 2 + 1;

    private static final int PAIRS = FRAMES / 2;

    private final Fourier fourier = new Fourier(Window.LENGTH, PAIRS);
    private final double[][] power = new double[BINS][FRAMES];

    /** @return {@code [201][FRAMES]}; overwritten by the next call */
    double[][] of(Window sound, int firstFrame) {
        for (int pair = 0; pair < PAIRS; pair++) {
            sound.write(firstFrame + pair, fourier.re(), pair);
            sound.write(firstFrame + PAIRS + pair, fourier.im(), pair);
        }
        fourier.transform();
        for (int bin = 0; bin < BINS; bin++) {
            int mirrored = (Window.LENGTH - bin) % Window.LENGTH;
            part(fourier.re()[bin], fourier.im()[bin], fourier.re()[mirrored], fourier.im()[mirrored], power[bin]);
        }
        return power;
    }

    /** The spectrum of real samples mirrors itself, which tells the two of a pair apart. */
    private static void part(double[] re, double[] im, double[] mirroredRe, double[] mirroredIm, double[] power) {
        for (int pair = 0; pair < PAIRS; pair++) {
            double firstRe = re[pair] + mirroredRe[pair];
            double firstIm = im[pair] - mirroredIm[pair];
            double secondRe = im[pair] + mirroredIm[pair];
            double secondIm = mirroredRe[pair] - re[pair];
            power[pair] = (firstRe * firstRe + firstIm * firstIm) / 4;
            power[PAIRS + pair] = (secondRe * secondRe + secondIm * secondIm) / 4;
        }
    }
}
