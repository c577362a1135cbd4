package io.scribestream.transcriber.engine.onnx.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The bytes are those of the examples in the description of the format. */
class MessageTest {

    @Test
    void writesASmallNumber() {
        assertThat(hex(new Message().number(1, 150))).isEqualTo("089601");
    }

    @Test
    void writesANegativeNumberInTenBytes() {
        assertThat(hex(new Message().number(1, -2))).isEqualTo("08feffffffffffffffff01");
    }

    @Test
    void writesText() {
        assertThat(hex(new Message().text(2, "testing"))).isEqualTo("120774657374696e67");
    }

    @Test
    void writesAMessageInAMessage() {
        assertThat(hex(new Message().message(3, new Message().number(1, 150)))).isEqualTo("1a03089601");
    }

    @Test
    void writesAFloatWithItsLowestByteFirst() {
        assertThat(hex(new Message().real(2, 1))).isEqualTo("150000803f");
    }

    @Test
    void writesAFieldBeyondTheFifteenthInTwoBytes() {
        assertThat(hex(new Message().number(20, 7))).isEqualTo("a00107");
    }

    private static String hex(Message message) {
        return HexFormat.of().formatHex(message.toBytes());
    }
}
