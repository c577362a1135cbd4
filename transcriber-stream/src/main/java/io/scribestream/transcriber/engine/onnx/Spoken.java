package io.scribestream.transcriber.engine.onnx;

import io.scribestream.runtime.RejectedException;
import io.scribestream.schemas.Reason;
import io.scribestream.transcriber.engine.Heard;
import io.scribestream.transcriber.engine.Speech;
import io.scribestream.transcriber.engine.onnx.decode.Task;
import io.scribestream.transcriber.engine.onnx.text.Tokens;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The languages that a model hears, by their place among its tokens. */
record Spoken(Tokens tokens) {

    private static final String ENGLISH = "en";

    /**
     * The place of a language; {@link Task#ANY} where it is to be found out.
     *
     * @param code Whisper's, or {@code auto}
     * @throws RejectedException if the model does not know it
     */
    int place(String code) {
        boolean auto = code.equals(Speech.AUTO);
        if (englishOnly()) {
            if (auto || code.equals(ENGLISH)) {
                return 0;
            }
            throw unknown("the model hears English only");
        }
        return auto
                ? Task.ANY
                : tokens.language(code).orElseThrow(() -> unknown("the model does not know the language " + code));
    }

    private static RejectedException unknown(String what) {
        return new RejectedException(Reason.UNKNOWN_LANGUAGE, what + "; take another language or another model");
    }

    /** Whisper's code. */
    String code(int place) {
        return englishOnly() ? ENGLISH : tokens.code(place);
    }

    /**
     * What is known of each language, by its code.
     *
     * @param odds by their places; may be empty
     */
    Map<String, Float> byCode(float[] odds) {
        Map<String, Float> all = new HashMap<>();
        for (int place = 0; place < odds.length; place++) {
            all.put(code(place), odds[place]);
        }
        return all;
    }

    /** What is heard where there is no sound. */
    Heard silence(int place) {
        return place == Task.ANY ? new Heard(ENGLISH, 0f, List.of()) : new Heard(code(place), 1f, List.of());
    }

    private boolean englishOnly() {
        return tokens.languages() == 0;
    }
}
