package io.scribestream.transcriber.engine.onnx.text;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The tokens of text that nobody says: brackets around what a subtitler heard, music, names of speakers. OpenAI's
 * {@code non_speech_tokens}, which the reference suppresses.
 */
public final class NonSpeech {

    private static final List<String> SIGNS = Stream.concat(
                    "\"#()*+/:;<=>@[\\]^_`{|}~「」『』".codePoints().mapToObj(Character::toString),
                    Stream.of("<< >> <<< >>> -- --- -( -[ (' (\" (( )) ((( ))) [[ ]] {{ }} ♪♪ ♪♪♪".split(" ", -1)))
            .toList();

    /** Made of several tokens, of which the first begins nothing else. */
    private static final List<String> MUSIC =
            "♩♪♫♬♭♮♯".codePoints().mapToObj(Character::toString).toList();

    /** Fine inside of a word, not before it. */
    private static final List<String> BEFORE_WORDS = List.of(" -", " '");

    private NonSpeech() {}

    /** Sorted ids. */
    public static int[] tokens(Tokenizer tokenizer) {
        IntStream signs = withSpace(SIGNS)
                .map(tokenizer::encode)
                .filter(tokens -> tokens.length == 1)
                .mapToInt(tokens -> tokens[0]);
        IntStream beginnings = Stream.concat(withSpace(MUSIC), BEFORE_WORDS.stream())
                .mapToInt(sign -> tokenizer.encode(sign)[0]);
        return IntStream.concat(signs, beginnings).sorted().distinct().toArray();
    }

    private static Stream<String> withSpace(List<String> signs) {
        return signs.stream().flatMap(sign -> Stream.of(sign, " " + sign));
    }
}
