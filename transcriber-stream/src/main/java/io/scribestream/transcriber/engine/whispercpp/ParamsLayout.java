package io.scribestream.transcriber.engine.whispercpp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the fields of {@code whisper_full_params} lie. The struct is passed by value and has grown twice, so the
 * library's own defaults decide which layout is the right one: each has a known value that must lie where the layout
 * says. Offsets follow from the C rules of 64-bit platforms; all of them align a field to its size.
 */
final class ParamsLayout {

    static final ParamsLayout FIRST = new ParamsLayout("1.7.1 to 1.7.5", false, false);
    static final ParamsLayout WITH_VAD = new ParamsLayout("1.7.6 to 1.8.1", false, true);
    static final ParamsLayout WITH_CARRIED_PROMPT = new ParamsLayout("1.8.2 to 1.9.x", true, true);
    static final List<ParamsLayout> ALL = List.of(FIRST, WITH_VAD, WITH_CARRIED_PROMPT);

    private static final int BOOL = 1;
    private static final int INT = 4;
    private static final int FLOAT = 4;
    private static final int POINTER = 8;

    private final String versions;
    private final boolean vad;
    private final Map<String, Integer> offsets = new LinkedHashMap<>();
    private int end;

    private ParamsLayout(String versions, boolean carriedPrompt, boolean vad) {
        this.versions = versions;
        this.vad = vad;
        all(INT, "strategy", "n_threads", "n_max_text_ctx", "offset_ms", "duration_ms");
        all(BOOL, "translate", "no_context", "no_timestamps", "single_segment");
        all(BOOL, "print_special", "print_progress", "print_realtime", "print_timestamps", "token_timestamps");
        all(FLOAT, "thold_pt", "thold_ptsum");
        all(INT, "max_len");
        all(BOOL, "split_on_word");
        all(INT, "max_tokens");
        all(BOOL, "debug_mode");
        all(INT, "audio_ctx");
        all(BOOL, "tdrz_enable");
        all(POINTER, "suppress_regex", "initial_prompt");
        if (carriedPrompt) {
            all(BOOL, "carry_initial_prompt");
        }
        all(POINTER, "prompt_tokens");
        all(INT, "prompt_n_tokens");
        all(POINTER, "language");
        all(BOOL, "detect_language", "suppress_blank", "suppress_nst");
        all(FLOAT, "temperature", "max_initial_ts", "length_penalty");
        all(FLOAT, "temperature_inc", "entropy_thold", "logprob_thold", "no_speech_thold");
        all(INT, "best_of", "beam_size");
        all(FLOAT, "patience");
        all(POINTER, "new_segment_callback", "new_segment_user_data", "progress_callback", "progress_user_data");
        all(POINTER, "encoder_begin_callback", "encoder_begin_user_data", "abort_callback", "abort_user_data");
        all(POINTER, "logits_filter_callback", "logits_filter_user_data");
        all(POINTER, "grammar_rules", "n_grammar_rules", "i_start_rule");
        all(FLOAT, "grammar_penalty");
        if (vad) {
            all(BOOL, "vad");
            all(POINTER, "vad_model_path");
            all(FLOAT, "vad_threshold");
            all(INT, "vad_min_speech_ms", "vad_min_silence_ms");
            all(FLOAT, "vad_max_speech_s");
            all(INT, "vad_pad_ms");
            all(FLOAT, "vad_overlap");
        }
    }

    private void all(int size, String... names) {
        for (String name : names) {
            end = roundUp(end, size);
            offsets.put(name, end);
            end += size;
        }
    }

    private static int roundUp(int offset, int size) {
        return (offset + size - 1) / size * size;
    }

    /** In bytes. */
    int size() {
        return roundUp(end, POINTER);
    }

    /** In bytes from the start of the struct. */
    int at(String field) {
        Integer offset = offsets.get(field);
        if (offset == null) {
            throw new IllegalArgumentException("whisper_full_params of " + versions + " has no " + field);
        }
        return offset;
    }

    /** The versions of whisper.cpp that have it. */
    String versions() {
        return versions;
    }

    /**
     * The layout in which the library's defaults make sense.
     *
     * @param defaults the struct as {@code whisper_full_default_params_by_ref(greedy)} made it
     * @param vad whether the library has functions for voice activity: those versions end the struct with its settings
     */
    static Optional<ParamsLayout> fitting(Struct defaults, boolean vad) {
        return ALL.stream()
                .filter(layout -> layout.vad == vad && layout.fits(defaults))
                .findFirst();
    }

    private boolean fits(Struct defaults) {
        int threads = defaults.integer(at("n_threads"));
        return defaults.integer(at("strategy")) == 0
                && threads >= 1
                && threads <= 1024
                && defaults.integer(at("n_max_text_ctx")) == 16384
                && defaults.real(at("thold_pt")) == 0.01f
                && defaults.address(at("initial_prompt")) == 0
                && defaults.address(at("language")) != 0
                && defaults.real(at("temperature")) == 0f
                && defaults.real(at("max_initial_ts")) == 1f
                && defaults.real(at("temperature_inc")) == 0.2f
                && defaults.real(at("entropy_thold")) == 2.4f
                && defaults.real(at("logprob_thold")) == -1f
                && defaults.address(at("abort_callback")) == 0
                && defaults.real(at("grammar_penalty")) == 100f
                && (!vad || defaults.real(at("vad_threshold")) == 0.5f);
    }

    /** A struct in memory; offsets in bytes. */
    interface Struct {
        int integer(int offset);

        float real(int offset);

        long address(int offset);
    }
}
