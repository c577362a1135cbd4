package io.scribestream.transcriber.engine.whispercpp;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.Lack;
import io.scribestream.runtime.RejectedException;
import io.scribestream.schemas.Reason;
import io.scribestream.transcriber.engine.ggml.GgmlModel;
import java.nio.file.Path;

/** Weights in memory, shared by all lanes. Must not be closed before the last of them. */
final class WhisperModel implements AutoCloseable {

    /** Size of the vocabulary without languages. */
    private static final int TOKENS_BESIDE_LANGUAGES = 51_765;

    private static final int CONTEXT_PARAMS_SIZE = 48;

    private final Libwhisper library;
    private final Pointer context;
    private final boolean multilingual;
    private final int languages;
    private final int endOfText;

    private WhisperModel(Libwhisper library, Pointer context) {
        this.library = library;
        this.context = context;
        this.multilingual = library.integer("whisper_is_multilingual", context) != 0;
        this.languages = multilingual ? library.integer("whisper_n_vocab", context) - TOKENS_BESIDE_LANGUAGES - 1 : 1;
        this.endOfText = library.integer("whisper_token_eot", context);
    }

    /**
     * Reads the weights.
     *
     * @throws EnvironmentException if there is no such file, or it is no model, or not a whole one
     */
    static WhisperModel load(Libwhisper library, Path file) {
        GgmlModel.check(file);
        Memory path = NativeText.of(file.toString());
        Pointer defaults = library.pointer("whisper_context_default_params_by_ref");
        Blocks.Block params = Blocks.of(CONTEXT_PARAMS_SIZE).filledFrom(defaults);
        library.call("whisper_free_context_params", defaults);
        Pointer context = library.pointerOrNull("whisper_init_from_file_with_params_no_state", path, params);
        if (context == null) {
            throw new EnvironmentException(
                    Lack.MODEL_INVALID,
                    "the model " + file + " cannot be used by whisper.cpp " + library.version() + ": "
                            + library.log().lastWords());
        }
        return new WhisperModel(library, context);
    }

    Libwhisper library() {
        return library;
    }

    Pointer context() {
        return context;
    }

    boolean multilingual() {
        return multilingual;
    }

    /** How many of the library's languages it knows; the first ones. */
    int languages() {
        return languages;
    }

    /** The first token that is not text. */
    int endOfText() {
        return endOfText;
    }

    /** @throws RejectedException if the library or this model does not know it */
    void checkLanguage(String code) {
        int id = library.integer("whisper_lang_id", NativeText.of(code));
        boolean known = multilingual ? id >= 0 && id < languages : code.equals("en");
        if (!known) {
            String what =
                    multilingual ? "the model does not know the language " + code : "the model hears English only";
            throw new RejectedException(Reason.UNKNOWN_LANGUAGE, what + "; take another language or another model");
        }
    }

    String language(int id) {
        return Libwhisper.text(library.pointer("whisper_lang_str", id));
    }

    @Override
    public void close() {
        library.call("whisper_free", context);
    }
}
