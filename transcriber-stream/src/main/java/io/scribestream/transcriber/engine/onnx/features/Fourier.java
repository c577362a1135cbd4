package io.scribestream.transcriber.engine.onnx.features;

import java.util.Arrays;

/**
 * Discrete Fourier transforms of many equally long signals at once, in Stockham's order: no bits are reversed, and
 * stage by stage the data goes from one pair of arrays to another. The innermost loop of every stage runs over
 * neighbouring numbers of neighbouring signals, which the compiler turns into vector instructions; that is what makes
 * this several times faster than a library that transforms one signal after the other.
 *
 * <p>Signals are interleaved: number i of signal l is at {@code i * lanes + l}. Not for several threads.
 */
final class Fourier {

    private static final double COS_1 = Math.cos(2 * Math.PI / 5);
    private static final double COS_2 = Math.cos(4 * Math.PI / 5);
    private static final double SIN_1 = Math.sin(2 * Math.PI / 5);
    private static final double SIN_2 = Math.sin(4 * Math.PI / 5);

    private final int length;
    private final int lanes;
    private final double[] cos;
    private final double[] sin;
    private double[] re;
    private double[] im;
    private double[] nextRe;
    private double[] nextIm;

    /**
     * @param length of a signal: a product of fours and fives
     * @param lanes signals at once
     */
    Fourier(int length, int lanes) {
        this.length = length;
        this.lanes = lanes;
        cos = new double[length];
        sin = new double[length];
        Arrays.setAll(cos, i -> Math.cos(-2 * Math.PI * i / length));
        Arrays.setAll(sin, i -> Math.sin(-2 * Math.PI * i / length));
        re = new double[length * lanes];
        im = new double[length * lanes];
        nextRe = new double[length * lanes];
        nextIm = new double[length * lanes];
    }

    /** The signals before, their spectra after {@link #transform}, which may exchange the array. */
    double[] re() {
        return re;
    }

    double[] im() {
        return im;
    }

    /** {@code X[k] = sum of x[n] * exp(-2 pi i k n / length)}, in place of the signals. */
    void transform() {
        int rest = length;
        int stride = lanes;
        while (rest > 1) {
            int radix = rest % 4 == 0 ? 4 : 5;
            if (rest % radix != 0) {
                throw new IllegalStateException("no product of fours and fives: " + length);
            }
            stage(radix, rest / radix, stride);
            rest /= radix;
            stride *= radix;
            exchange();
        }
    }

    private void stage(int radix, int groups, int stride) {
        int turn = length / (groups * radix);
        for (int q = 0; q < groups; q++) {
            if (radix == 4) {
                four(q * stride, 4 * q * stride, groups * stride, stride, turn * q);
            } else {
                five(q * stride, 5 * q * stride, groups * stride, stride, turn * q);
            }
        }
    }

    /** @param apart how far the four inputs lie apart; the outputs lie {@code count} apart, turned by multiples of {@code turn} */
    private void four(int from, int to, int apart, int count, int turn) {
        double[] xr = re;
        double[] xi = im;
        double[] yr = nextRe;
        double[] yi = nextIm;
        double c1 = cos[turn];
        double s1 = sin[turn];
        double c2 = cos[2 * turn];
        double s2 = sin[2 * turn];
        double c3 = cos[3 * turn];
        double s3 = sin[3 * turn];
        for (int k = 0; k < count; k++) {
            double evenR = xr[from + k] + xr[from + 2 * apart + k];
            double evenI = xi[from + k] + xi[from + 2 * apart + k];
            double evenDiffR = xr[from + k] - xr[from + 2 * apart + k];
            double evenDiffI = xi[from + k] - xi[from + 2 * apart + k];
            double oddR = xr[from + apart + k] + xr[from + 3 * apart + k];
            double oddI = xi[from + apart + k] + xi[from + 3 * apart + k];
            double oddDiffR = xr[from + apart + k] - xr[from + 3 * apart + k];
            double oddDiffI = xi[from + apart + k] - xi[from + 3 * apart + k];
            double r1 = evenDiffR + oddDiffI;
            double i1 = evenDiffI - oddDiffR;
            double r2 = evenR - oddR;
            double i2 = evenI - oddI;
            double r3 = evenDiffR - oddDiffI;
            double i3 = evenDiffI + oddDiffR;
            yr[to + k] = evenR + oddR;
            yi[to + k] = evenI + oddI;
            yr[to + count + k] = r1 * c1 - i1 * s1;
            yi[to + count + k] = r1 * s1 + i1 * c1;
            yr[to + 2 * count + k] = r2 * c2 - i2 * s2;
            yi[to + 2 * count + k] = r2 * s2 + i2 * c2;
            yr[to + 3 * count + k] = r3 * c3 - i3 * s3;
            yi[to + 3 * count + k] = r3 * s3 + i3 * c3;
        }
    }

    private void five(int from, int to, int apart, int count, int turn) {
        double[] xr = re;
        double[] xi = im;
        double[] yr = nextRe;
        double[] yi = nextIm;
        double c1 = cos[turn];
        double s1 = sin[turn];
        double c2 = cos[2 * turn];
        double s2 = sin[2 * turn];
        double c3 = cos[3 * turn];
        double s3 = sin[3 * turn];
        double c4 = cos[4 * turn];
        double s4 = sin[4 * turn];
        for (int k = 0; k < count; k++) {
            double sumR14 = xr[from + apart + k] + xr[from + 4 * apart + k];
            double sumI14 = xi[from + apart + k] + xi[from + 4 * apart + k];
            double diffR14 = xr[from + apart + k] - xr[from + 4 * apart + k];
            double diffI14 = xi[from + apart + k] - xi[from + 4 * apart + k];
            double sumR23 = xr[from + 2 * apart + k] + xr[from + 3 * apart + k];
            double sumI23 = xi[from + 2 * apart + k] + xi[from + 3 * apart + k];
            double diffR23 = xr[from + 2 * apart + k] - xr[from + 3 * apart + k];
            double diffI23 = xi[from + 2 * apart + k] - xi[from + 3 * apart + k];
            double nearR = xr[from + k] + COS_1 * sumR14 + COS_2 * sumR23;
            double nearI = xi[from + k] + COS_1 * sumI14 + COS_2 * sumI23;
            double farR = xr[from + k] + COS_2 * sumR14 + COS_1 * sumR23;
            double farI = xi[from + k] + COS_2 * sumI14 + COS_1 * sumI23;
            double nearTurnR = SIN_1 * diffI14 + SIN_2 * diffI23;
            double nearTurnI = SIN_1 * diffR14 + SIN_2 * diffR23;
            double farTurnR = SIN_2 * diffI14 - SIN_1 * diffI23;
            double farTurnI = SIN_2 * diffR14 - SIN_1 * diffR23;
            double r1 = nearR + nearTurnR;
            double i1 = nearI - nearTurnI;
            double r2 = farR + farTurnR;
            double i2 = farI - farTurnI;
            double r3 = farR - farTurnR;
            double i3 = farI + farTurnI;
            double r4 = nearR - nearTurnR;
            double i4 = nearI + nearTurnI;
            yr[to + k] = xr[from + k] + sumR14 + sumR23;
            yi[to + k] = xi[from + k] + sumI14 + sumI23;
            yr[to + count + k] = r1 * c1 - i1 * s1;
            yi[to + count + k] = r1 * s1 + i1 * c1;
            yr[to + 2 * count + k] = r2 * c2 - i2 * s2;
            yi[to + 2 * count + k] = r2 * s2 + i2 * c2;
            yr[to + 3 * count + k] = r3 * c3 - i3 * s3;
            yi[to + 3 * count + k] = r3 * s3 + i3 * c3;
            yr[to + 4 * count + k] = r4 * c4 - i4 * s4;
            yi[to + 4 * count + k] = r4 * s4 + i4 * c4;
        }
    }

    private void exchange() {
        double[] madeRe = nextRe;
        double[] madeIm = nextIm;
        nextRe = re;
        nextIm = im;
        re = madeRe;
        im = madeIm;
    }
}
