package io.scribestream.transcriber.engine.onnx.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FourierTest {

    private static final int SIGNALS = 3;

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 5, 16, 20, 25, 400})
    void equalsTheSumThatDefinesIt(int length) {
        Fourier fourier = new Fourier(length, SIGNALS);
        Random random = new Random(length);
        double[][] re = new double[length][];
        double[][] im = new double[length][];
        for (int n = 0; n < length; n++) {
            re[n] = random.doubles(SIGNALS, -1, 1).toArray();
            im[n] = random.doubles(SIGNALS, -1, 1).toArray();
            fourier.re()[n] = re[n].clone();
            fourier.im()[n] = im[n].clone();
        }

        fourier.transform();

        for (int signal = 0; signal < SIGNALS; signal++) {
            for (int k = 0; k < length; k++) {
                double sumRe = 0;
                double sumIm = 0;
                for (int n = 0; n < length; n++) {
                    double angle = -2 * Math.PI * k * n / length;
                    double a = re[n][signal];
                    double b = im[n][signal];
                    sumRe += a * Math.cos(angle) - b * Math.sin(angle);
                    sumIm += a * Math.sin(angle) + b * Math.cos(angle);
                }
                assertThat(fourier.re()[k][signal]).isCloseTo(sumRe, within(1e-10));
                assertThat(fourier.im()[k][signal]).isCloseTo(sumIm, within(1e-10));
            }
        }
    }
}
