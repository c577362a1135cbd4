package io.scribestream.transcriber.engine.onnx.words;

/**
 * A token as the decoder chose it.
 *
 * @param bytes a piece of UTF-8 that may begin and end inside a character; empty for a timestamp or the end
 * @param probability 0 to 1
 * @param attention where the model looked when it chose this token
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record SampledToken(byte[] bytes, float probability, Attention attention) {

    boolean isText() {
        return bytes.length > 0;
    }
}
