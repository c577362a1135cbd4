package io.scribestream.transcriber.engine.onnx.features;

import java.util.Arrays;

/**
 * Discrete Fourier transforms of many equally long signals at once, in Stockham's order: nothing is reversed by bits,
 * and stage by stage the data goes from one pair of tables to another.
 *
 * <p>A table has a row for each number of a signal and a column for each signal, so that the innermost loops run along
 * rows with one index for all of them. Java's compiler then checks bounds once a loop and may use vector instructions,
 * which it cannot with offsets into one array: three times as fast. Not for several threads.
 */
final class Fourier {

    private static final double COS_1 = Math.cos(2 * Math.PI / 5);
    private static final double COS_2 = Math.cos(4 * Math.PI / 5);
    private static final double SIN_1 = Math.sin(2 * Math.PI / 5);
    private static final double SIN_2 = Math.sin(4 * Math.PI / 5);

    private final int length;
    private final double[] cos;
    private final double[] sin;
    private double[][] re;
    private double[][] im;
    private double[][] nextRe;
    private double[][] nextIm;

    /**
     * @param length of a signal: a product of fours and fives
     * @param signals at once
     */
    Fourier(int length, int signals) {
        this.length = length;
        cos = new double[length];
        sin = new double[length];
        Arrays.setAll(cos, i -> Math.cos(-2 * Math.PI * i / length));
        Arrays.setAll(sin, i -> Math.sin(-2 * Math.PI * i / length));
        re = new double[length][signals];
        im = new double[length][signals];
        nextRe = new double[length][signals];
        nextIm = new double[length][signals];
    }

    /** The real part, {@code [length][signals]}: of the signals before {@link #transform}, of their spectra after. */
    double[][] re() {
        return re;
    }

    /** The imaginary part, likewise. */
    double[][] im() {
        return im;
    }

    /** {@code X[k] = sum of x[n] * exp(-2 pi i k n / length)}. The tables are exchanged: ask for them anew. */
    void transform() {
        int stride = 1;
        for (int rest = length; rest > 1; ) {
            int radix = rest % 4 == 0 ? 4 : 5;
            if (rest % radix != 0) {
                throw new IllegalStateException("no product of fours and fives: " + length);
            }
            rest /= radix;
            stage(radix, rest, stride);
            stride *= radix;
            exchange();
        }
    }

    private void stage(int radix, int groups, int stride) {
        int apart = groups * stride;
        for (int group = 0; group < groups; group++) {
            int turn = group * stride;
            for (int i = 0; i < stride; i++) {
                int from = group * stride + i;
                int to = radix * group * stride + i;
                if (radix == 4) {
                    four(from, apart, to, stride, turn);
                } else {
                    five(from, apart, to, stride, turn);
                }
            }
        }
    }

    /** Four rows, {@code apart} from each other, to four a {@code stride} apart, turned by multiples of {@code turn}. */
    private void four(int from, int apart, int to, int stride, int turn) {
        double[] xr0 = re[from];
        double[] xi0 = im[from];
        double[] xr1 = re[from + apart];
        double[] xi1 = im[from + apart];
        double[] xr2 = re[from + 2 * apart];
        double[] xi2 = im[from + 2 * apart];
        double[] xr3 = re[from + 3 * apart];
        double[] xi3 = im[from + 3 * apart];
        double[] yr0 = nextRe[to];
        double[] yi0 = nextIm[to];
        double[] yr1 = nextRe[to + stride];
        double[] yi1 = nextIm[to + stride];
        double[] yr2 = nextRe[to + 2 * stride];
        double[] yi2 = nextIm[to + 2 * stride];
        double[] yr3 = nextRe[to + 3 * stride];
        double[] yi3 = nextIm[to + 3 * stride];
        double c1 = cos[turn];
        double s1 = sin[turn];
        double c2 = cos[2 * turn];
        double s2 = sin[2 * turn];
        double c3 = cos[3 * turn];
        double s3 = sin[3 * turn];
        for (int k = 0; k < xr0.length; k++) {
            double evenR = xr0[k] + xr2[k];
            double evenI = xi0[k] + xi2[k];
            double evenDiffR = xr0[k] - xr2[k];
            double evenDiffI = xi0[k] - xi2[k];
            double oddR = xr1[k] + xr3[k];
            double oddI = xi1[k] + xi3[k];
            double oddDiffR = xr1[k] - xr3[k];
            double oddDiffI = xi1[k] - xi3[k];
            double r1 = evenDiffR + oddDiffI;
            double i1 = evenDiffI - oddDiffR;
            double r2 = evenR - oddR;
            double i2 = evenI - oddI;
            double r3 = evenDiffR - oddDiffI;
            double i3 = evenDiffI + oddDiffR;
            yr0[k] = evenR + oddR;
            yi0[k] = evenI + oddI;
            yr1[k] = r1 * c1 - i1 * s1;
            yi1[k] = r1 * s1 + i1 * c1;
            yr2[k] = r2 * c2 - i2 * s2;
            yi2[k] = r2 * s2 + i2 * c2;
            yr3[k] = r3 * c3 - i3 * s3;
            yi3[k] = r3 * s3 + i3 * c3;
        }
    }

    /** Five rows, likewise. */
    private void five(int from, int apart, int to, int stride, int turn) {
        double[] xr0 = re[from];
        double[] xi0 = im[from];
        double[] xr1 = re[from + apart];
        double[] xi1 = im[from + apart];
        double[] xr2 = re[from + 2 * apart];
        double[] xi2 = im[from + 2 * apart];
        double[] xr3 = re[from + 3 * apart];
        double[] xi3 = im[from + 3 * apart];
        double[] xr4 = re[from + 4 * apart];
        double[] xi4 = im[from + 4 * apart];
        double[] yr0 = nextRe[to];
        double[] yi0 = nextIm[to];
        double[] yr1 = nextRe[to + stride];
        double[] yi1 = nextIm[to + stride];
        double[] yr2 = nextRe[to + 2 * stride];
        double[] yi2 = nextIm[to + 2 * stride];
        double[] yr3 = nextRe[to + 3 * stride];
        double[] yi3 = nextIm[to + 3 * stride];
        double[] yr4 = nextRe[to + 4 * stride];
        double[] yi4 = nextIm[to + 4 * stride];
        double c1 = cos[turn];
        double s1 = sin[turn];
        double c2 = cos[2 * turn];
        double s2 = sin[2 * turn];
        double c3 = cos[3 * turn];
        double s3 = sin[3 * turn];
        double c4 = cos[4 * turn];
        double s4 = sin[4 * turn];
        for (int k = 0; k < xr0.length; k++) {
            double sumR14 = xr1[k] + xr4[k];
            double sumI14 = xi1[k] + xi4[k];
            double diffR14 = xr1[k] - xr4[k];
            double diffI14 = xi1[k] - xi4[k];
            double sumR23 = xr2[k] + xr3[k];
            double sumI23 = xi2[k] + xi3[k];
            double diffR23 = xr2[k] - xr3[k];
            double diffI23 = xi2[k] - xi3[k];
            double nearR = xr0[k] + COS_1 * sumR14 + COS_2 * sumR23;
            double nearI = xi0[k] + COS_1 * sumI14 + COS_2 * sumI23;
            double farR = xr0[k] + COS_2 * sumR14 + COS_1 * sumR23;
            double farI = xi0[k] + COS_2 * sumI14 + COS_1 * sumI23;
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
            yr0[k] = xr0[k] + sumR14 + sumR23;
            yi0[k] = xi0[k] + sumI14 + sumI23;
            yr1[k] = r1 * c1 - i1 * s1;
            yi1[k] = r1 * s1 + i1 * c1;
            yr2[k] = r2 * c2 - i2 * s2;
            yi2[k] = r2 * s2 + i2 * c2;
            yr3[k] = r3 * c3 - i3 * s3;
            yi3[k] = r3 * s3 + i3 * c3;
            yr4[k] = r4 * c4 - i4 * s4;
            yi4[k] = r4 * s4 + i4 * c4;
        }
    }

    private void exchange() {
        double[][] madeRe = nextRe;
        double[][] madeIm = nextIm;
        nextRe = re;
        nextIm = im;
        re = madeRe;
        im = madeIm;
    }
}
