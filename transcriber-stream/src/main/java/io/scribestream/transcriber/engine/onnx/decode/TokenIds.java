package io.scribestream.transcriber.engine.onnx.decode;

/**
 * The tokens of a model that mean something else than text. Text comes first in the vocabulary, then {@code end}, then
 * the other special tokens, then one token for every 20 ms of 30 s.
 *
 * @param end of the text
 * @param start of the transcript
 * @param firstLanguage the languages follow each other in the order of {@link io.scribestream.schemas.Languages#codes()}
 * @param languages how many the model knows; 0 for one that knows English only
 * @param translate asks for English
 * @param transcribe asks for the language that is spoken
 * @param previous begins the prompt
 * @param noSpeech stands for sound without words
 * @param firstTime stands for the chunk's start
 */
public record TokenIds(
        int end,
        int start,
        int firstLanguage,
        int languages,
        int translate,
        int transcribe,
        int previous,
        int noSpeech,
        int firstTime) {

    /** Tokens of time in a second. */
    static final int TIMES_A_SECOND = 50;

    boolean isTime(int token) {
        return token >= firstTime;
    }

    boolean isText(int token) {
        return token < end;
    }

    /** In seconds from the chunk's start. */
    double seconds(int time) {
        return (double) (time - firstTime) / TIMES_A_SECOND;
    }
}
