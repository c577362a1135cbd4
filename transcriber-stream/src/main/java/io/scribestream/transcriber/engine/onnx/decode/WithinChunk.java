package io.scribestream.transcriber.engine.onnx.decode;

import io.scribestream.transcriber.engine.onnx.text.Tokens;

/**
 * Nothing begins beyond the chunk's end: a time there ends the text. Models place the end of the last word a little late;
 * where no time beyond the end is allowed, they say the last words again until one fits.
 */
final class WithinChunk implements Rule {

    private static final int TIMES_A_SECOND = 50;

    /** In seconds: how late an end may be placed. Who reads the text takes it for the chunk's end. */
    private static final double LATE = 1;

    private final Tokens ids;
    private final int end;
    private final int latest;

    /** @param seconds of sound in the chunk */
    WithinChunk(double seconds, Tokens ids) {
        this.ids = ids;
        this.end = ids.firstTime() + (int) Math.floor(seconds * TIMES_A_SECOND + 1e-6);
        this.latest = ids.firstTime() + (int) Math.floor((seconds + LATE) * TIMES_A_SECOND + 1e-6);
    }

    @Override
    public void restrict(Scores scores, Said said) {
        if (said.endsWithTime() && said.lastTime() >= end && said.hasText()) {
            scores.forbid(0, ids.end());
            scores.forbid(ids.end() + 1, scores.size());
        } else {
            scores.forbid(latest + 1, scores.size());
        }
    }
}
