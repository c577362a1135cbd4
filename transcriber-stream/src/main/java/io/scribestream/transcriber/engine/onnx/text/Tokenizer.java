package io.scribestream.transcriber.engine.onnx.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.Lack;
import io.scribestream.transcriber.engine.ggml.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Text to tokens and back, with the vocabulary of a model. Immutable; may be shared by threads. */
public final class Tokenizer {

    /** GPT-2's: merging does not go beyond a word with the space before it, a number, or some signs. */
    private static final Pattern WORDS = Pattern.compile(
            "'(?:[sdmt]|ll|ve|re)| ?\\p{L}++| ?\\p{N}++| ?[^\\s\\p{L}\\p{N}]++|\\s+(?!\\S)|\\s++",
            Pattern.UNICODE_CHARACTER_CLASS);

    private final Vocabulary vocabulary;
    private final int texts;
    private final PairMerging merging;

    /**
     * @param tokens that come after text
     * @throws EnvironmentException if a byte has no token, without which some text could not be written
     */
    public Tokenizer(Vocabulary vocabulary, Tokens tokens) {
        this.vocabulary = vocabulary;
        this.texts = Math.min(vocabulary.size(), tokens.end());
        Spellings spellings = new Spellings(vocabulary, texts);
        for (int i = 0; i < 256; i++) {
            if (spellings.find(new byte[] {(byte) i}, 0, 1) == Spellings.NONE) {
                throw new EnvironmentException(
                        Lack.MODEL_INVALID, "the model's vocabulary has no token for the byte " + i);
            }
        }
        this.merging = new PairMerging(spellings);
    }

    /** Tokens of text only: what looks like a special token is text like any other. */
    public int[] encode(String text) {
        IntStream.Builder tokens = IntStream.builder();
        Matcher words = WORDS.matcher(text);
        while (words.find()) {
            for (int token : merging.merge(words.group().getBytes(UTF_8))) {
                tokens.add(token);
            }
        }
        return tokens.build().toArray();
    }

    /** What comes before the transcript, as if it had been said: the model writes every word with a space before it. */
    public int[] prompt(String text) {
        return text.isBlank() ? new int[0] : encode(" " + text.strip());
    }

    /** The bytes of a token of text, which may begin and end inside a character; of any other token none. */
    public byte[] bytes(int token) {
        return token < texts ? vocabulary.bytes(token) : new byte[0];
    }

    /** The text of tokens; bytes that are no UTF-8 become U+FFFD, and tokens that are no text nothing. */
    public String decode(int... tokens) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Arrays.stream(tokens).forEach(token -> bytes.writeBytes(bytes(token)));
        return bytes.toString(UTF_8);
    }
}
