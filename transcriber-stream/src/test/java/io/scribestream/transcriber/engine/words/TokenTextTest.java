package io.scribestream.transcriber.engine.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class TokenTextTest {

    @Property
    void joinsAnyTextWholeHoweverItsBytesAreSplit(
            @ForAll @StringLength(max = 40) String any,
            @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 5) Integer> cuts) {
        String text = whole(any) + "😀 中文 𠮷野家 n\u0303 e\u0301 🎵" + whole(any);

        assertThat(joined(TokenText.of(split(text.getBytes(StandardCharsets.UTF_8), cuts))))
                .isEqualTo(text);
    }

    @Property
    void losesNothingOfBytesThatAreNoText(
            @ForAll @Size(max = 40) byte[] bytes,
            @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 5) Integer> cuts) {
        assertThat(joined(TokenText.of(split(bytes, cuts)))).isEqualTo(new String(bytes, StandardCharsets.UTF_8));
    }

    @Property
    void neverGivesAnEmptyPiece(
            @ForAll @Size(max = 40) byte[] bytes,
            @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 5) Integer> cuts) {
        assertThat(TokenText.of(split(bytes, cuts))).allSatisfy(segment -> assertThat(segment)
                .allSatisfy(piece -> assertThat(piece.text()).isNotEmpty()));
    }

    @Example
    void givesACharacterTheTimesOfAllTokensItIsMadeOf() {
        byte[] note = "🎵".getBytes(StandardCharsets.UTF_8);
        List<Token> tokens = List.of(
                new Token(Arrays.copyOf(note, 2), 1.0, 1.2, 0.9f),
                new Token(Arrays.copyOfRange(note, 2, 4), 1.2, 1.5, 0.8f));

        assertThat(TokenText.of(List.of(tokens))).containsExactly(List.of(new Piece("🎵", 1.0, 1.5, 0.8f)));
    }

    @Example
    void carriesHalfACharacterIntoTheNextSegment() {
        byte[] note = "🎵".getBytes(StandardCharsets.UTF_8);
        List<Token> first = List.of(new Token(Arrays.copyOf(note, 3), 1.0, 1.2, 0.9f));
        List<Token> second = List.of(new Token(Arrays.copyOfRange(note, 3, 4), 2.0, 2.1, 0.8f));

        assertThat(TokenText.of(List.of(first, second)))
                .containsExactly(List.of(), List.of(new Piece("🎵", 2.0, 2.1, 0.8f)));
    }

    /** Segments of one or more tokens each; cuts say how many bytes a token has, and 0 ends a segment. */
    private static List<List<Token>> split(byte[] bytes, List<Integer> cuts) {
        List<List<Token>> segments = new ArrayList<>(List.of(new ArrayList<>()));
        int at = 0;
        for (int cut : cuts) {
            if (cut == 0) {
                segments.add(new ArrayList<>());
            }
            int end = Math.min(bytes.length, at + cut);
            segments.get(segments.size() - 1).add(token(bytes, at, end));
            at = end;
        }
        segments.get(segments.size() - 1).add(token(bytes, at, bytes.length));
        return segments;
    }

    private static Token token(byte[] bytes, int from, int to) {
        return new Token(Arrays.copyOfRange(bytes, from, to), from, to, 1f);
    }

    /** Without halves of surrogate pairs, which are no text. */
    private static String whole(String any) {
        return new String(any.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static String joined(List<List<Piece>> segments) {
        return segments.stream().flatMap(List::stream).map(Piece::text).collect(Collectors.joining());
    }
}
