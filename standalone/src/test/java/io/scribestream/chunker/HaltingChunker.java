package io.scribestream.chunker;

import io.scribestream.chunker.cut.Cut;
import io.scribestream.runtime.Guards;
import io.scribestream.schemas.avro.TranscriptionJob;
import io.scribestream.standalone.chaos.HaltPoint;

/** The chunker with places to halt at around sources: {@code before open}, {@code after open}, {@code before cut}, {@code after cut}. */
public final class HaltingChunker {

    public static Chunker create(ChunkerConfig config, Guards guards) {
        return Chunker.create(config, guards, Halting::new);
    }

    private record Halting(SourceOpener opener) implements SourceOpener {
        @Override
        public OpenSource open(TranscriptionJob job) {
            HaltPoint.reach("before open");
            OpenSource source = new HaltingSource(opener.open(job));
            HaltPoint.reach("after open");
            return source;
        }
    }

    private static final class HaltingSource extends CutsOf {

        HaltingSource(OpenSource source) {
            super(source);
        }

        @Override
        public Cut next() {
            HaltPoint.reach("before cut");
            Cut cut = source.next();
            HaltPoint.reach(cut == null ? "after last cut" : "after cut");
            return cut;
        }
    }

    private HaltingChunker() {}
}
