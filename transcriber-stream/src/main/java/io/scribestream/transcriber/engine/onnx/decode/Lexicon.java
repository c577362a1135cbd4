package io.scribestream.transcriber.engine.onnx.decode;

import io.scribestream.transcriber.engine.onnx.text.Tokens;
import java.util.function.Function;

/**
 * What decoding needs to know about a model's vocabulary.
 *
 * @param suppressed tokens of text that no speaker says: notes, brackets
 * @param blank the token of a single space
 * @param spelling the text of tokens of text
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record Lexicon(Tokens ids, int[] suppressed, int blank, Function<int[], String> spelling) {}
