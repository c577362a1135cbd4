package io.scribestream.transcriber.engine.words;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes whole characters of tokens. A token may end inside a character, and so may a segment: the first bytes wait for
 * the token that brings the rest, and the character belongs to that one. Bytes that are no UTF-8 become U+FFFD, as does
 * half a character at the very end.
 */
public final class TokenText {

    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private ByteBuffer waiting = ByteBuffer.allocate(0);

    private TokenText() {}

    /** One list of pieces for each list of tokens, in their order. */
    public static List<List<Piece>> of(List<List<Token>> segments) {
        TokenText text = new TokenText();
        List<List<Piece>> pieces = new ArrayList<>();
        segments.forEach(tokens -> pieces.add(text.pieces(tokens)));
        text.end(segments, pieces);
        return pieces;
    }

    private List<Piece> pieces(List<Token> tokens) {
        List<Piece> pieces = new ArrayList<>();
        double start = -1;
        for (Token token : tokens) {
            start = start < 0 ? token.start() : start;
            String text = add(token.bytes());
            if (!text.isEmpty()) {
                pieces.add(new Piece(text, start, token.end(), token.probability()));
                start = -1;
            }
        }
        return pieces;
    }

    /** The characters that became whole. */
    private String add(byte[] bytes) {
        ByteBuffer in = ByteBuffer.allocate(waiting.remaining() + bytes.length);
        in.put(waiting).put(bytes).flip();
        CharBuffer out = CharBuffer.allocate(in.remaining() + 1);
        decoder.decode(in, out, false);
        waiting = in;
        return out.flip().toString();
    }

    private void end(List<List<Token>> segments, List<List<Piece>> pieces) {
        if (!waiting.hasRemaining()) {
            return;
        }
        for (int i = segments.size() - 1; i >= 0; i--) {
            List<Token> tokens = segments.get(i);
            if (!tokens.isEmpty()) {
                Token last = tokens.get(tokens.size() - 1);
                pieces.get(i).add(new Piece("\uFFFD", last.start(), last.end(), last.probability()));
                return;
            }
        }
    }
}
