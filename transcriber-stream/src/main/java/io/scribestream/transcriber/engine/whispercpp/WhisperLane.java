package io.scribestream.transcriber.engine.whispercpp;

import com.sun.jna.CallbackReference;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.transcriber.engine.AbortedException;
import io.scribestream.transcriber.engine.Effort;
import io.scribestream.transcriber.engine.Heard;
import io.scribestream.transcriber.engine.Speech;
import java.util.List;
import java.util.function.BooleanSupplier;

/** One native state and its buffers. One caller at a time. */
final class WhisperLane implements AutoCloseable {

    /** whisper.cpp says nothing to less than a second; a little more is on the safe side of its rounding. */
    private static final int SHORTEST = Speech.SAMPLE_RATE * 11 / 10;

    private static final int LONGEST = Speech.SAMPLE_RATE * 30;

    /** The encoder sees sound in frames of 20 ms, 30 s of them. */
    private static final int SAMPLES_A_FRAME = Speech.SAMPLE_RATE / 50;

    private static final int WHOLE_CONTEXT = 1500;

    /** What a language is known by: on 25 read sentences of 4 to 23 s the probability moves by less than 0.06. */
    private static final int SHORTEST_CONTEXT = 256;

    private static final int CONTEXT_MARGIN = 64;

    private static final int TRIAL_CONTEXT = 64;

    private static final int TRIAL_TOKENS = 8;

    private final WhisperModel model;
    private final Libwhisper library;
    private final Pointer state;
    private final int beam;
    private final boolean trial;
    private final AbortSwitch abortSwitch = new AbortSwitch();
    private final Pointer abortFunction = CallbackReference.getFunctionPointer(abortSwitch);
    private final StopSwitch stopSwitch = new StopSwitch();
    private final Pointer stopFunction = CallbackReference.getFunctionPointer(stopSwitch);
    private final FullParams params;
    private Memory samples = new Memory(LONGEST * 4L);

    /**
     * @param beam texts that are followed side by side where no more effort is asked for
     * @param trial whether to look at the first second only and stop after a few tokens: cheap, but no good text
     */
    WhisperLane(WhisperModel model, int beam, boolean trial) {
        this.model = model;
        this.library = model.library();
        this.beam = beam;
        this.trial = trial;
        this.params = new FullParams(library);
        Pointer made = library.pointerOrNull("whisper_init_state", model.context());
        if (made == null) {
            throw new EnvironmentException("whisper.cpp could not make a state, most likely for lack of memory: "
                    + library.log().lastWords());
        }
        this.state = made;
    }

    Heard hear(Speech speech, Effort effort, int threads, BooleanSupplier abort) {
        abortSwitch.connect(abort);
        try {
            stopIfAsked();
            int count = take(speech.samples());
            Language language = languageOf(speech, count, threads);
            if (speech.isSilent()) {
                return new Heard(language.code(), language.probability(), List.of());
            }
            stopIfAsked();
            run(speech, effort, language.code(), count, threads);
            return new Heard(
                    language.code(), language.probability(), new Reading(library, model, state).segments(speech));
        } finally {
            abortSwitch.disconnect();
        }
    }

    private int take(float[] heard) {
        int count = Math.max(heard.length, SHORTEST);
        if (samples.size() < count * 4L) {
            samples = new Memory(count * 4L);
        }
        samples.write(0, heard, 0, heard.length);
        if (count > heard.length) {
            samples.setMemory(heard.length * 4L, (count - heard.length) * 4L, (byte) 0);
        }
        return count;
    }

    private Language languageOf(Speech speech, int count, int threads) {
        if (!speech.language().equals(Speech.AUTO)) {
            model.checkLanguage(speech.language());
            return new Language(speech.language(), 1f);
        }
        if (!model.multilingual()) {
            return new Language("en", 1f);
        }
        return speech.isSilent() ? new Language("en", 0f) : detect(count, threads);
    }

    /**
     * What the library itself would do for {@code auto}, done here because only here the probabilities come out, and
     * because the encoder need not look at the silence after a short chunk to know its language. Hearing the text
     * shortly after looks at everything.
     */
    private Language detect(int count, int threads) {
        prepare(count, threads, contextFor(count));
        float[] probabilities = new float[library.integer("whisper_lang_max_id") + 1];
        int found = library.integer(
                "whisper_lang_auto_detect_with_state", model.context(), state, 0, threads, probabilities);
        if (found < 0) {
            succeed(found);
        }
        return Language.likeliest(probabilities, model.languages(), model::language);
    }

    /** 0 for all. */
    private static int contextFor(int count) {
        int needed = Math.max(SHORTEST_CONTEXT, count / SAMPLES_A_FRAME + CONTEXT_MARGIN);
        return needed < WHOLE_CONTEXT ? needed : 0;
    }

    /** Leaves the sound's spectrum and the length of the encoder's context in the state. */
    private void prepare(int count, int threads, int context) {
        params.reset(Effort.GREEDY, 1);
        params.set("n_threads", threads);
        params.set("audio_ctx", context);
        params.set("encoder_begin_callback", stopFunction);
        succeed(library.integer("whisper_full_with_state", model.context(), state, params.byValue(), samples, count));
    }

    private void run(Speech speech, Effort effort, String language, int count, int threads) {
        Memory code = NativeText.of(language);
        Memory prompt = NativeText.of(speech.prompt().strip());
        params.reset(effort, beam);
        params.set("n_threads", threads);
        if (trial) {
            params.set("audio_ctx", TRIAL_CONTEXT);
            params.set("max_tokens", TRIAL_TOKENS);
            params.set("single_segment", true);
        }
        params.set("translate", speech.translate());
        params.set("language", code);
        if (prompt.size() > 1) {
            params.set("initial_prompt", prompt);
        }
        params.set("abort_callback", abortFunction);
        succeed(library.integer("whisper_full_with_state", model.context(), state, params.byValue(), samples, count));
        code.close();
        prompt.close();
    }

    private void stopIfAsked() {
        abortSwitch.invoke(null);
        if (abortSwitch.isThrown()) {
            throw new AbortedException();
        }
    }

    private void succeed(int code) {
        if (code == 0) {
            return;
        }
        if (abortSwitch.isThrown()) {
            throw new AbortedException();
        }
        throw new UnavailableException(
                "whisper.cpp ended with " + code + ": " + library.log().lastWords());
    }

    @Override
    public void close() {
        library.call("whisper_free_state", state);
        params.close();
    }
}
