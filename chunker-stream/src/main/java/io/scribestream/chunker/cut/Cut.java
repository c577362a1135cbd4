package io.scribestream.chunker.cut;

import java.util.List;

/**
 * A chunk as it was cut. All positions in samples of 16 kHz.
 *
 * @param pcm mono signed 16-bit little-endian samples, at most 30 s; not to be changed
 * @param spans the spans joined in it, in order
 * @param forcedStart whether it begins inside speech, its first seconds being the end of the chunk before
 * @param forcedEnd whether it ends inside speech
 * @param decoded how much of the source has been decoded by now
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record Cut(byte[] pcm, List<Span> spans, boolean forcedStart, boolean forcedEnd, long decoded) {

    public Cut {
        spans = List.copyOf(spans);
    }

    /** A stretch of speech: where it lies in the source and in the chunk. */
    public record Span(long sourceStart, int chunkStart, int length) {
        public long sourceEnd() {
            return sourceStart + length;
        }
    }
}
