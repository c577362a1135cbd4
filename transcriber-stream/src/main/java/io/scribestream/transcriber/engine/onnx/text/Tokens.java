package io.scribestream.transcriber.engine.onnx.text;

import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.Lack;
import io.scribestream.schemas.Languages;
import io.scribestream.transcriber.engine.ggml.Dimensions;
import java.util.List;
import java.util.OptionalInt;

/**
 * The tokens of a model that mean something else than text, which no file spells out: their ids follow from the size of
 * the vocabulary. Text comes first, then {@code end}, {@code start}, the languages, seven more in the order below, and
 * one token for every 20 ms of 30 s, both ends included.
 *
 * @param end of the text
 * @param start of the transcript
 * @param firstLanguage the languages follow each other in the order of {@link Languages#codes()}
 * @param languages how many the model knows; 0 for one that knows English only, which has their tokens all the same
 * @param translate asks for English
 * @param transcribe asks for the language that is spoken
 * @param languageModel was used in training only
 * @param previous begins the prompt
 * @param noSpeech stands for sound without words
 * @param noTimes asks for text without times
 * @param firstTime stands for the chunk's start
 */
public record Tokens(
        int end,
        int start,
        int firstLanguage,
        int languages,
        int translate,
        int transcribe,
        int languageModel,
        int previous,
        int noSpeech,
        int noTimes,
        int firstTime) {

    private static final int ENGLISH_TEXT = 50_256;
    private static final int MULTILINGUAL_TEXT = 50_257;
    private static final int TIMES = 1501;

    /** {@code end}, {@code start} and the six from {@code translate} to {@code noTimes}. */
    private static final int OTHERS = 8;

    private static final int TIMES_A_SECOND = 50;
    private static final List<String> CODES = List.copyOf(Languages.codes());

    /** @throws EnvironmentException if no Whisper has a vocabulary of this size */
    public static Tokens of(Dimensions dimensions) {
        int end = dimensions.multilingual() ? MULTILINGUAL_TEXT : ENGLISH_TEXT;
        int languages = dimensions.nVocab() - end - OTHERS - TIMES;
        if (languages < 1 || languages > CODES.size()) {
            throw new EnvironmentException(
                    Lack.MODEL_INVALID,
                    "the model has a vocabulary of " + dimensions.nVocab() + " tokens, which no known Whisper has");
        }
        int firstLanguage = end + 2;
        int translate = firstLanguage + languages;
        return new Tokens(
                end,
                end + 1,
                firstLanguage,
                dimensions.multilingual() ? languages : 0,
                translate,
                translate + 1,
                translate + 2,
                translate + 3,
                translate + 4,
                translate + 5,
                translate + 6);
    }

    /** The place of a language among those of the model, or nothing where it does not know it. */
    public OptionalInt language(String code) {
        int place = CODES.indexOf(code);
        return place >= 0 && place < languages ? OptionalInt.of(place) : OptionalInt.empty();
    }

    /**
     * The code of a language.
     *
     * @param place among those of the model, from 0 to one less than {@link #languages}
     */
    public String code(int place) {
        return CODES.get(place);
    }

    public boolean isText(int token) {
        return token < end;
    }

    public boolean isTime(int token) {
        return token >= firstTime;
    }

    /**
     * What a token of time says, in seconds from the chunk's start.
     *
     * @param time for which {@link #isTime} holds
     */
    public double seconds(int time) {
        return (double) (time - firstTime) / TIMES_A_SECOND;
    }
}
