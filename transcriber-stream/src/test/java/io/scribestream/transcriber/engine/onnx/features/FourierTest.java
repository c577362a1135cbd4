package io.scribestream.transcriber.engine.onnx.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FourierTest {

    private static final int LANES = 3;

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 5, 16, 20, 25, 400})
    void equalsTheSumThatDefinesIt(int length) {
        Fourier fourier = new Fourier(length, LANES);
        Random random = new Random(length);
        double[] re = random.doubles(length * LANES, -1, 1).toArray();
        double[] im = random.doubles(length * LANES, -1, 1).toArray();
        System.arraycopy(re, 0, fourier.re(), 0, re.length);
        System.arraycopy(im, 0, fourier.im(), 0, im.length);

        fourier.transform();

        for (int lane = 0; lane < LANES; lane++) {
            for (int k = 0; k < length; k++) {
                double sumRe = 0;
                double sumIm = 0;
                for (int n = 0; n < length; n++) {
                    double angle = -2 * Math.PI * k * n / length;
                    double a = re[n * LANES + lane];
                    double b = im[n * LANES + lane];
                    sumRe += a * Math.cos(angle) - b * Math.sin(angle);
                    sumIm += a * Math.sin(angle) + b * Math.cos(angle);
                }
                assertThat(fourier.re()[k * LANES + lane]).isCloseTo(sumRe, within(1e-10));
                assertThat(fourier.im()[k * LANES + lane]).isCloseTo(sumIm, within(1e-10));
            }
        }
    }
}
