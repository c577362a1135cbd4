package io.scribestream.transcriber.engine.whispercpp;

import com.sun.jna.Pointer;
import io.scribestream.transcriber.engine.Heard.HeardSegment;
import io.scribestream.transcriber.engine.Speech;
import io.scribestream.transcriber.engine.words.Piece;
import io.scribestream.transcriber.engine.words.Quiet;
import io.scribestream.transcriber.engine.words.Segments;
import io.scribestream.transcriber.engine.words.Span;
import io.scribestream.transcriber.engine.words.Token;
import io.scribestream.transcriber.engine.words.TokenText;
import java.util.ArrayList;
import java.util.List;

/** Reads what a state has heard. Valid until its next call. */
final class Reading {

    /** The library counts in hundredths. */
    private static final double A_SECOND = 100;

    private final Libwhisper library;
    private final WhisperModel model;
    private final Pointer state;
    private final boolean tellsNoSpeech;

    Reading(Libwhisper library, WhisperModel model, Pointer state) {
        this.library = library;
        this.model = model;
        this.state = state;
        this.tellsNoSpeech = library.has("whisper_full_get_segment_no_speech_prob_from_state");
    }

    /** @param speech what was heard: nothing is said after it, and no word in its pauses */
    List<HeardSegment> segments(Speech speech) {
        List<Span> quiet = Quiet.in(speech.samples(), Speech.SAMPLE_RATE);
        int count = library.integer("whisper_full_n_segments_from_state", state);
        List<List<Token>> tokens = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tokens.add(tokens(i));
        }
        List<List<Piece>> pieces = TokenText.of(tokens);
        List<HeardSegment> segments = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Span span = new Span(
                            time("whisper_full_get_segment_t0_from_state", i),
                            time("whisper_full_get_segment_t1_from_state", i))
                    .within(speech.seconds());
            Segments.of(span, pieces.get(i), quiet, noSpeech(i)).ifPresent(segments::add);
        }
        return segments;
    }

    private List<Token> tokens(int segment) {
        int count = library.integer("whisper_full_n_tokens_from_state", state, segment);
        List<Token> tokens = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Blocks.TokenData data = library.token(state, segment, i);
            if (data.id < model.endOfText()) {
                Pointer text =
                        library.pointer("whisper_full_get_token_text_from_state", model.context(), state, segment, i);
                tokens.add(new Token(NativeText.bytes(text), data.t0 / A_SECOND, data.t1 / A_SECOND, data.p));
            }
        }
        return tokens;
    }

    private double time(String function, int segment) {
        return library.wide(function, state, segment) / A_SECOND;
    }

    private float noSpeech(int segment) {
        return tellsNoSpeech ? library.real("whisper_full_get_segment_no_speech_prob_from_state", state, segment) : -1f;
    }
}
