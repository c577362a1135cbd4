package io.scribestream.transcriber.engine.ggml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TensorTypeTest {

    /** What is expected was computed with ggml's own Python package. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            Q8_0 | 6622f8b9fb1f6cf1b529a3e1cc5ce682c38ec0f0841bebf936ac64f86eabb114b313 | -0.09997559 -0.8872833 -0.06248474 0.3874054 1.34967 -0.1874542 -0.9372711 0.5123749 -1.162216 -0.3874054 -0.6498413 1.149719 -0.3249207 -1.574615 -0.7623138 -1.424652 -0.7998047 -0.1999512 -1.549622 0.3374176 -0.2624359 -0.08747864 0.6748352 -1.049744 1.249695 -0.09997559 1.374664 -1.062241 -0.9872589 0.249939 -0.962265 0.237442
            Q4_0 | 66227b9b063d7b48bf6c61607b0981a0c265 | 0.03749084 0.03749084 -0.0249939 0.06248474 0.03749084 0 0.08747864 0.04998779 -0.08747864 -0.09997559 0.03749084 0.01249695 -0.08747864 -0.09997559 -0.07498169 -0.03749084 -0.01249695 0.01249695 -0.09997559 -0.06248474 -0.01249695 -0.04998779 0.03749084 -0.0249939 -0.0249939 -0.0249939 -0.01249695 -0.09997559 0 0.0249939 0.04998779 -0.0249939
            Q4_1 | 662200badedaad2c91d90cad447d23df14463b38 | -0.5750427 -0.6250305 -0.5875397 -0.6000366 -0.7375031 -0.6375275 -0.6000366 -0.5875397 -0.7000122 -0.5875397 -0.7125092 -0.5625458 -0.7000122 -0.6750183 -0.6125336 -0.6500244 -0.5875397 -0.5875397 -0.6250305 -0.7250061 -0.6375275 -0.5875397 -0.75 -0.6250305 -0.7000122 -0.6625214 -0.7250061 -0.5875397 -0.7375031 -0.7000122 -0.7125092 -0.7125092
            Q5_0 | 66223f8b3e7a94564591f7e6b50c800fbcbb267a16a8 | 0.04998779 0.07498169 0.06248474 0.01249695 0.08747864 0.07498169 -0.1374664 -0.04998779 0 0.1874542 -0.04998779 0.1374664 -0.1249695 -0.07498169 -0.1249695 0.09997559 -0.08747864 0.06248474 0.04998779 0.1124725 0.1874542 0.1749573 -0.06248474 -0.1999512 -0.09997559 0 -0.06248474 0.1374664 0.0249939 0.08747864 0.01249695 -0.07498169
            Q5_1 | 662200ba8fa4b2237e69f8c999a7e6f67473f1fbdd3e0bee | -0.3750916 -0.4375763 -0.4500732 -0.4375763 -0.6375275 -0.6625214 -0.6750183 -0.4750671 -0.7000122 -0.7125092 -0.5375519 -0.6125336 -0.5875397 -0.3750916 -0.6125336 -0.3750916 -0.6625214 -0.4750671 -0.5625458 -0.6000366 -0.4375763 -0.4250793 -0.5750427 -0.3625946 -0.4625702 -0.4625702 -0.5625458 -0.5625458 -0.5875397 -0.512558 -0.75 -0.5750427
            F32 | 0000c0bf | -1.5
            F16 | 00be | -1.5
            """)
    void unpacksABlockAsGgmlDoes(TensorType type, String block, String numbers) {
        double[] expected = Arrays.stream(numbers.split(" ", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
        ByteBuffer in = ByteBuffer.wrap(HexFormat.of().parseHex(block)).order(ByteOrder.LITTLE_ENDIAN);
        float[] out = new float[expected.length + 1];

        type.unpacking().orElseThrow().block(in, out, 1);

        assertThat(in.hasRemaining()).isFalse();
        assertThat(expected).hasSize(type.numbers());
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) out[i + 1]).isCloseTo(expected[i], within(1e-6));
        }
    }

    @Test
    void widensEveryHalfFloat() {
        assertThat(HalfFloat.toFloat((short) 0x0001)).isEqualTo(0x1p-24f);
        assertThat(HalfFloat.toFloat((short) 0x83ff)).isEqualTo(-1023 * 0x1p-24f);
        assertThat(HalfFloat.toFloat((short) 0x0400)).isEqualTo(0x1p-14f);
        assertThat(HalfFloat.toFloat((short) 0x7bff)).isEqualTo(65_504);
        assertThat(HalfFloat.toFloat((short) 0x8000)).isEqualTo(-0f);
        assertThat(HalfFloat.toFloat((short) 0xfc00)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(HalfFloat.toFloat((short) 0x7e00)).isNaN();
        for (int exponent = 1; exponent < 31; exponent++) {
            for (int mantissa = 0; mantissa < 1024; mantissa++) {
                short half = (short) (exponent << 10 | mantissa);
                assertThat(HalfFloat.toFloat(half))
                        .isEqualTo((float) ((1 + mantissa / 1024.0) * Math.pow(2, exponent - 15)));
            }
        }
    }
}
