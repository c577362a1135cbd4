package io.scribestream.transcriber.engine.whispercpp;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.scribestream.transcriber.engine.Effort;
import io.scribestream.transcriber.engine.EngineSettings;

/** The settings of one call, in memory of their own. What they point at must stay reachable during the call. */
final class FullParams implements AutoCloseable {

    private static final int GREEDY = 0;
    private static final int BEAM_SEARCH = 1;

    private final Libwhisper library;
    private final ParamsLayout layout;
    private final Memory memory;
    private final Blocks.Block block;

    FullParams(Libwhisper library) {
        this.library = library;
        this.layout = library.layout();
        this.memory = new Memory(layout.size());
        this.block = Blocks.of(layout.size());
    }

    /**
     * The library's defaults, with what this program always wants.
     *
     * @param beam texts that are followed side by side where no more effort is asked for
     */
    void reset(Effort effort, int beam) {
        boolean hard = effort == Effort.HARD;
        int width = hard ? EngineSettings.WIDEST_BEAM : beam;
        Pointer defaults = library.pointer("whisper_full_default_params_by_ref", width > 1 ? BEAM_SEARCH : GREEDY);
        memory.write(0, defaults.getByteArray(0, layout.size()), 0, layout.size());
        library.call("whisper_free_params", defaults);
        set("no_context", true);
        set("print_progress", false);
        set("print_timestamps", false);
        set("token_timestamps", true);
        set("suppress_blank", true);
        set("suppress_nst", true);
        set("best_of", hard ? 5 : 1);
        set("temperature_inc", hard ? 0.2f : 0f);
        if (width > 1) {
            set("beam_size", width);
        }
    }

    void set(String field, boolean value) {
        memory.setByte(layout.at(field), (byte) (value ? 1 : 0));
    }

    void set(String field, int value) {
        memory.setInt(layout.at(field), value);
    }

    void set(String field, float value) {
        memory.setFloat(layout.at(field), value);
    }

    void set(String field, Pointer value) {
        memory.setPointer(layout.at(field), value);
    }

    Blocks.Block byValue() {
        return block.filledFrom(memory);
    }

    @Override
    public void close() {
        memory.close();
    }
}
